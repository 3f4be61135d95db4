package lifeboat.embedded.api;

/**
 * A command the engine refuses, in Zeebe's terms: the intent that was refused, why, and a sentence for the caller.
 */
public class Rejection extends RuntimeException {

    /** Zeebe's rejection types. */
    public enum Type { INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, INVALID_STATE }

    private final Type type;

    public Rejection(String intent, Type type, String reason) {
        super("Command '%s' rejected with code '%s': %s".formatted(intent, type, reason));
        this.type = type;
    }

    private Rejection(Type type, String message) {
        super(message);
        this.type = type;
    }

    /** What is said of a command that does not reach the engine. */
    public static Rejection malformed(String reason, Object... values) {
        return new Rejection(Type.INVALID_ARGUMENT, reason.formatted(values));
    }

    public Type type() {
        return type;
    }

    public static Rejection notFound(String intent, String reason, Object... values) {
        return new Rejection(intent, Type.NOT_FOUND, reason.formatted(values));
    }

    public static Rejection invalidArgument(String intent, String reason, Object... values) {
        return new Rejection(intent, Type.INVALID_ARGUMENT, reason.formatted(values));
    }

    public static Rejection invalidState(String intent, String reason, Object... values) {
        return new Rejection(intent, Type.INVALID_STATE, reason.formatted(values));
    }
}
