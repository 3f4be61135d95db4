package lifeboat.embedded.feel;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
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
        return feel.evaluateText(decode(encoded), json.values(scope.getVariables()));
    }

    public Collection<String> evaluateNames(VariableScope scope, String encoded) {
        Object value = value(scope, encoded);
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (value instanceof String text) {
            return Arrays.stream(text.split(",")).map(String::trim).filter(name -> !name.isEmpty()).toList();
        }
        throw unexpected(encoded, "ARRAY", value);
    }

    public Date evaluateDate(VariableScope scope, String encoded) {
        Object value = value(scope, encoded);
        try {
            if (value instanceof ZonedDateTime time) {
                return Date.from(time.toInstant());
            }
            if (value instanceof LocalDateTime time) {
                return Date.from(time.toInstant(ZoneOffset.UTC));
            }
            if (value instanceof String text) {
                return Date.from(OffsetDateTime.parse(text).toInstant());
            }
            if (value == null) {
                return null;
            }
        } catch (DateTimeException e) {
            throw unexpected(encoded, "DATE_TIME", value);
        }
        throw unexpected(encoded, "DATE_TIME", value);
    }

    public Integer evaluateNumber(VariableScope scope, String encoded) {
        Object value = value(scope, encoded);
        if (value instanceof Number number) {
            return number.intValue();
        }
        if (value instanceof String text && text.matches("\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        throw unexpected(encoded, "NUMBER", value);
    }

    public boolean evaluateCompletion(VariableScope scope, String encoded) {
        Map<String, Object> variables = json.values(scope.getVariables());
        COUNTERS.forEach((zeebe, engine) -> variables.put(zeebe, scope.getVariable(engine)));
        variables.put("numberOfTerminatedInstances", 0);
        String expression = decode(encoded);
        Object value = feel.evaluate(expression, variables, IncidentType.EXTRACT_VALUE_ERROR);
        if (value instanceof Boolean done) {
            return done;
        }
        throw unexpected(encoded, "BOOLEAN", value);
    }

    /** The items of a multi-instance, each ready for the engine. */
    public List<?> loadItems(VariableScope scope) {
        List<?> items = (List<?>) json.value(scope.getVariableLocal(ITEMS));
        return items.stream().map(json::stored).toList();
    }

    private Object value(VariableScope scope, String encoded) {
        return feel.evaluate(decode(encoded), json.values(scope.getVariables()), IncidentType.EXTRACT_VALUE_ERROR);
    }

    private static FeelException unexpected(String encoded, String wanted, Object value) {
        return Feel.unexpected(decode(encoded), wanted, value, IncidentType.EXTRACT_VALUE_ERROR);
    }

    /** What {@link #encode} was given. */
    public static String decode(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
