package lifeboat.embedded.feel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.DelegateExecution;

/**
 * The bean through which the engine's own expression language reaches FEEL, where the engine offers no other way in:
 * timers, job types and message subscriptions. The FEEL text travels encoded, so that no quoting can go wrong.
 */
public class FeelExpressions {

    /** The name the engine knows the bean by. */
    public static final String BEAN = "feel";

    private final Feel feel;
    private final JsonVariables json;

    public FeelExpressions(Feel feel, JsonVariables json) {
        this.feel = feel;
        this.json = json;
    }

    /** An engine expression that yields the text value of a FEEL expression. */
    public static String text(String expression) {
        return "${%s.evaluate(execution,'%s')}".formatted(BEAN,
                Base64.getUrlEncoder().encodeToString(expression.getBytes(StandardCharsets.UTF_8)));
    }

    public String evaluate(DelegateExecution execution, String encoded) {
        String expression = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        return feel.evaluateText(expression, json.values(execution.getVariables()));
    }
}
