package lifeboat.embedded.feel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.VariableScope;

/**
 * The bean through which the engine's own expression language reaches FEEL, where the engine offers no other way in:
 * timers, job types, message subscriptions, assignments and multi-instances. The FEEL text travels encoded, so that no
 * quoting can go wrong.
 */
public class FeelExpressions {

    /** The name the engine knows the bean by. */
    public static final String BEAN = "feel";

    /** The hidden variable that keeps the input collection of a multi-instance. */
    public static final String ITEMS = JsonVariables.HIDDEN + "items";

    private static final Map<String, String> COUNTERS = Map.of("numberOfInstances", "nrOfInstances",
            "numberOfActiveInstances", "nrOfActiveInstances",
            "numberOfCompletedInstances", "nrOfCompletedInstances");

    private final Feel feel;
    private final JsonVariables json;

    public FeelExpressions(Feel feel, JsonVariables json) {
        this.feel = feel;
        this.json = json;
    }

    /** An engine expression that yields the text value of a FEEL expression. */
    public static String text(String expression) {
        return call("evaluate", expression);
    }

    /** An engine expression that yields a correlation key. */
    public static String correlationKey(String expression) {
        return call("evaluateKey", expression);
    }

    /** An engine expression that yields when a timer is due that is a duration. */
    public static String dueAfter(String expression) {
        return call("evaluateDueAfter", expression);
    }

    /** An engine expression that yields when a timer is due that is a date. */
    public static String dueAt(String expression) {
        return call("evaluateDueAt", expression);
    }

    /** An engine expression that yields a list of names: comma-separated, or a FEEL list. */
    public static String names(String expression) {
        return call("evaluateNames", expression);
    }

    /** An engine expression that yields a date and time. */
    public static String date(String expression) {
        return call("evaluateDate", expression);
    }

    /** An engine expression that yields a whole number. */
    public static String number(String expression) {
        return call("evaluateNumber", expression);
    }

    /** An engine expression that yields whether a multi-instance is done. */
    public static String condition(String expression) {
        return call("evaluateCompletion", expression);
    }

    /** An engine expression that yields the input collection of a multi-instance. */
    public static String items() {
        return "${%s.loadItems(execution)}".formatted(BEAN);
    }

    private static String call(String method, String expression) {
        return "${%s.%s(execution,'%s')}".formatted(BEAN, method, encode(expression));
    }

    /** An expression as a word that no quoting or naming can harm. */
    public static String encode(String expression) {
        return Base64.getUrlEncoder().encodeToString(expression.getBytes(StandardCharsets.UTF_8));
    }

    public String evaluate(VariableScope scope, String encoded) {
        return feel.evaluateText(decode(encoded), variables(scope));
    }

    public String evaluateKey(VariableScope scope, String encoded) {
        return feel.evaluateCorrelationKey(decode(encoded), variables(scope));
    }

    public Collection<String> evaluateNames(VariableScope scope, String encoded) {
        return feel.evaluateNames(decode(encoded), variables(scope));
    }

    public Date evaluateDate(VariableScope scope, String encoded) {
        Instant time = feel.evaluateOptionalDateTime(decode(encoded), variables(scope));
        return time == null ? null : Date.from(time);
    }

    public Date evaluateDueAfter(VariableScope scope, String encoded) {
        return Date.from(feel.evaluateDueAfter(decode(encoded), variables(scope)));
    }

    public Date evaluateDueAt(VariableScope scope, String encoded) {
        return Date.from(feel.evaluateDueAt(decode(encoded), variables(scope)));
    }

    public Integer evaluateNumber(VariableScope scope, String encoded) {
        return feel.evaluateInteger(decode(encoded), variables(scope));
    }

    public boolean evaluateCompletion(VariableScope scope, String encoded) {
        Map<String, Object> variables = variables(scope);
        COUNTERS.forEach((zeebe, engine) -> variables.put(zeebe, scope.getVariable(engine)));
        variables.put("numberOfTerminatedInstances", 0);
        return feel.evaluateCondition(decode(encoded), variables);
    }

    /** The items of a multi-instance, each ready for the engine. */
    public List<?> loadItems(VariableScope scope) {
        List<?> items = (List<?>) json.value(scope.getVariableLocal(ITEMS));
        return items.stream().map(json::stored).toList();
    }

    private Map<String, Object> variables(VariableScope scope) {
        return json.values(scope.getVariables());
    }

    /** What {@link #encode} was given. */
    public static String decode(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
