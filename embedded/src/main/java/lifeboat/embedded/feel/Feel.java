package lifeboat.embedded.feel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.syntaxtree.ParsedExpression;

/**
 * Evaluates FEEL the way Zeebe does: a text that starts with {@code =} is an expression, any other is a literal.
 *
 * <p>Failures are {@link FeelException}s that carry the type of the incident Zeebe would raise, and FEEL's warnings.
 */
public final class Feel {

    private static final String DATE_TIME = "DATE_TIME";

    private final FeelEngineApi engine;
    private final Supplier<Instant> clock;
    private final Map<String, ParsedExpression> parsed = new ConcurrentHashMap<>();

    /** @param clock the time that {@code now()} tells */
    public Feel(Supplier<Instant> clock) {
        this.clock = clock;
        this.engine = FeelEngineBuilder.forJava().withFunctionProvider(new AiFunction())
                .withClock(() -> clock.get().atZone(ZoneId.systemDefault())).build();
    }

    /** A value, and what FEEL had to say about how it came to be. */
    private record Evaluation(String text, Object value, String warnings) {

        FeelException unexpected(String wanted) {
            return new FeelException(IncidentType.EXTRACT_VALUE_ERROR,
                    "Expected result of the expression '%s' to be %s, but was '%s'.%s"
                            .formatted(expression(), wanted, typeName(value), warnings));
        }

        String expression() {
            return isExpression(text) ? text.substring(1) : text;
        }
    }

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
        return evaluation(text, variables, onFailure).value();
    }

    private Evaluation evaluation(String text, Map<String, Object> variables, IncidentType onFailure) {
        if (!isExpression(text)) {
            return new Evaluation(text, text, "");
        }
        EvaluationResult result = engine.evaluate(parse(text, onFailure), variables);
        if (!result.isSuccess()) {
            throw new FeelException(onFailure, result.failure().message() + warnings(result));
        }
        return new Evaluation(text, result.result(), warnings(result));
    }

    private static String warnings(EvaluationResult result) {
        StringBuilder warnings = new StringBuilder();
        result.suppressedFailures().foreach(failure -> warnings.append('\n').append('[')
                .append(failure.failureType()).append("] ").append(failure.failureMessage()));
        return warnings.isEmpty() ? "" : " The evaluation reported the following warnings:" + warnings;
    }

    public boolean evaluateCondition(String text, Map<String, Object> variables) {
        return evaluate(text, variables, Boolean.class, "'BOOLEAN'");
    }

    public List<?> evaluateList(String text, Map<String, Object> variables) {
        return evaluate(text, variables, List.class, "'ARRAY'");
    }

    public String evaluateText(String text, Map<String, Object> variables) {
        return evaluate(text, variables, String.class, "'STRING'");
    }

    private <T> T evaluate(String text, Map<String, Object> variables, Class<T> type, String wanted) {
        Evaluation evaluation = extracted(text, variables);
        if (!type.isInstance(evaluation.value())) {
            throw evaluation.unexpected(wanted);
        }
        return type.cast(evaluation.value());
    }

    private Evaluation extracted(String text, Map<String, Object> variables) {
        return evaluation(text, variables, IncidentType.EXTRACT_VALUE_ERROR);
    }

    /** Names, comma-separated or a list. */
    public List<String> evaluateNames(String text, Map<String, Object> variables) {
        Evaluation evaluation = extracted(text, variables);
        if (evaluation.value() instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (evaluation.value() instanceof String names) {
            return List.of(names.split(",")).stream().map(String::trim).filter(name -> !name.isEmpty()).toList();
        }
        throw evaluation.unexpected("'ARRAY'");
    }

    public int evaluateInteger(String text, Map<String, Object> variables) {
        Evaluation evaluation = extracted(text, variables);
        if (evaluation.value() instanceof Number number) {
            return number.intValue();
        }
        if (!isExpression(text) && text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        throw evaluation.unexpected("'NUMBER'");
    }

    /** A text, or a number without what is behind its point. */
    public String evaluateCorrelationKey(String text, Map<String, Object> variables) {
        Evaluation evaluation = extracted(text, variables);
        if (evaluation.value() instanceof String value) {
            return value;
        }
        if (evaluation.value() instanceof Number number) {
            return new BigDecimal(number.toString()).setScale(0, RoundingMode.DOWN).toPlainString();
        }
        throw new FeelException(IncidentType.EXTRACT_VALUE_ERROR, ("Failed to extract the correlation key for '%s': "
                + "The value must be either a string or a number, but was '%s'.")
                .formatted(evaluation.expression(), typeName(evaluation.value())));
    }

    /** When a timer is due that is a duration or a period. */
    public Instant evaluateDueAfter(String text, Map<String, Object> variables) {
        Evaluation evaluation = extracted(text, variables);
        if (evaluation.value() instanceof TemporalAmount amount) {
            return after(amount);
        }
        if (evaluation.value() instanceof String value) {
            try {
                return after(IsoInterval.parse(value));
            } catch (DateTimeException e) {
                throw new FeelException(IncidentType.EXTRACT_VALUE_ERROR,
                        "Invalid duration format '%s' for expression '%s'.".formatted(value, evaluation.expression()));
            }
        }
        throw evaluation.unexpected("one of '[DURATION, PERIOD, STRING]'");
    }

    private Instant after(TemporalAmount amount) {
        return clock.get().atZone(ZoneOffset.UTC).plus(amount).toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** When a timer is due that is a date. */
    public Instant evaluateDueAt(String text, Map<String, Object> variables) {
        Evaluation evaluation = extracted(text, variables);
        return dateTime(evaluation).orElseThrow(() -> evaluation.unexpected("one of '[DATE_TIME, STRING]'"));
    }

    /** A date and time, or null where null is a value. */
    public Instant evaluateOptionalDateTime(String text, Map<String, Object> variables) {
        Evaluation evaluation = extracted(text, variables);
        return evaluation.value() == null ? null
                : dateTime(evaluation).orElseThrow(() -> evaluation.unexpected("'" + DATE_TIME + "'"));
    }

    private static Optional<Instant> dateTime(Evaluation evaluation) {
        if (evaluation.value() instanceof ZonedDateTime time) {
            return Optional.of(time.toInstant());
        }
        if (evaluation.value() instanceof LocalDateTime time) {
            return Optional.of(time.toInstant(ZoneOffset.UTC));
        }
        if (evaluation.value() instanceof String text) {
            try {
                return Optional.of(ZonedDateTime.parse(text.replaceFirst("\\[.*", "")).toInstant());
            } catch (DateTimeException e) {
                throw new FeelException(IncidentType.EXTRACT_VALUE_ERROR,
                        "Invalid date-time format '%s' for expression '%s'.".formatted(text, evaluation.expression()));
            }
        }
        return Optional.empty();
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
        if (value instanceof Duration) {
            return "DURATION";
        }
        if (value instanceof Period) {
            return "PERIOD";
        }
        if (value instanceof LocalDate) {
            return "DATE";
        }
        if (value instanceof ZonedDateTime || value instanceof LocalDateTime || value instanceof OffsetDateTime) {
            return DATE_TIME;
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
