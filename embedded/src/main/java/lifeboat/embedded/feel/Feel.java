package lifeboat.embedded.feel;

import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.syntaxtree.ParsedExpression;

/**
 * Evaluates FEEL the way Zeebe does: a text that starts with {@code =} is an expression, any other is a literal.
 *
 * <p>Failures are {@link FeelException}s that carry the type of the incident Zeebe would raise.
 */
public final class Feel {

    private final FeelEngineApi engine = FeelEngineBuilder.forJava().build();
    private final Map<String, ParsedExpression> parsed = new ConcurrentHashMap<>();

    public static boolean isExpression(String text) {
        return text.startsWith("=");
    }

    /** The reason why {@code text} is no valid expression; empty if it is one, or a literal. */
    public Optional<String> syntaxError(String text) {
        if (!isExpression(text)) {
            return Optional.empty();
        }
        var result = engine.parseExpression(text.substring(1));
        return result.isSuccess() ? Optional.empty() : Optional.of(result.failure().message());
    }

    /** The value of {@code text} over {@code variables}, as plain Java values (maps, lists, numbers, texts, times). */
    public Object evaluate(String text, Map<String, Object> variables, IncidentType onFailure) {
        if (!isExpression(text)) {
            return text;
        }
        var result = engine.evaluate(parse(text, onFailure), variables);
        if (!result.isSuccess()) {
            throw new FeelException(onFailure, "Failed to evaluate expression '%s': %s"
                    .formatted(text.substring(1), result.failure().message()));
        }
        return result.result();
    }

    public boolean evaluateCondition(String text, Map<String, Object> variables) {
        Object value = evaluate(text, variables, IncidentType.CONDITION_ERROR);
        if (value instanceof Boolean result) {
            return result;
        }
        throw unexpected(text, "BOOLEAN", value, IncidentType.CONDITION_ERROR);
    }

    public List<?> evaluateList(String text, Map<String, Object> variables) {
        Object value = evaluate(text, variables, IncidentType.EXTRACT_VALUE_ERROR);
        if (value instanceof List<?> list) {
            return list;
        }
        throw unexpected(text, "ARRAY", value, IncidentType.EXTRACT_VALUE_ERROR);
    }

    public String evaluateText(String text, Map<String, Object> variables) {
        Object value = evaluate(text, variables, IncidentType.EXTRACT_VALUE_ERROR);
        if (value instanceof String || value instanceof Number || value instanceof TemporalAmount
                || value instanceof Temporal) {
            return value.toString();
        }
        throw unexpected(text, "STRING", value, IncidentType.EXTRACT_VALUE_ERROR);
    }

    static FeelException unexpected(String text, String wanted, Object value, IncidentType type) {
        return new FeelException(type, "Expected result of the expression '%s' to be '%s', but was '%s'."
                .formatted(isExpression(text) ? text.substring(1) : text, wanted, typeName(value)));
    }

    private static String typeName(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Boolean) {
            return "BOOLEAN";
        }
        if (value instanceof Number) {
            return "NUMBER";
        }
        if (value instanceof String) {
            return "STRING";
        }
        return value instanceof Iterable ? "ARRAY" : "OBJECT";
    }

    private ParsedExpression parse(String text, IncidentType onFailure) {
        return parsed.computeIfAbsent(text, t -> {
            var result = engine.parseExpression(t.substring(1));
            if (!result.isSuccess()) {
                throw new FeelException(onFailure, "Failed to parse expression '%s': %s"
                        .formatted(t.substring(1), result.failure().message()));
            }
            return result.parsedExpression();
        });
    }
}
