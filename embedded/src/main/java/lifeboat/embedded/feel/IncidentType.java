package lifeboat.embedded.feel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why an instance waits for an operator, in Zeebe's words. */
public enum IncidentType {
    JOB_NO_RETRIES,
    EXECUTION_LISTENER_NO_RETRIES,
    TASK_LISTENER_NO_RETRIES,
    UNHANDLED_ERROR_EVENT,
    IO_MAPPING_ERROR,
    EXTRACT_VALUE_ERROR,
    CONDITION_ERROR,
    CALLED_ELEMENT_ERROR,
    CALLED_DECISION_ERROR,
    DECISION_EVALUATION_ERROR,
    FORM_NOT_FOUND,
    MESSAGE_SIZE_EXCEEDED,
    UNKNOWN;

    private static final Pattern MARKED = Pattern.compile("\\[([A-Z_]+)] (.*)", Pattern.DOTALL);

    /** A message that carries its type through the engine's own tables, which have no column for it. */
    public String mark(String message) {
        return "[%s] %s".formatted(this, message);
    }

    /** The type that {@link #mark} put in, if any. */
    public static Optional<Marked> read(String message) {
        Matcher matcher = MARKED.matcher(message == null ? "" : message);
        while (matcher.find()) {
            for (IncidentType type : values()) {
                if (type.name().equals(matcher.group(1))) {
                    return Optional.of(new Marked(type, matcher.group(2)));
                }
            }
        }
        return Optional.empty();
    }

    /** A type and the message it was marked on. */
    public record Marked(IncidentType type, String message) {
    }
}
