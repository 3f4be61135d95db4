package lifeboat.connectors.session;

/**
 * Told of every command before it is sent to a device, and of what became of it before anything is done with the
 * answer. Whoever dies in between has told what may be under way. Secrets are not in it.
 */
@FunctionalInterface
public interface Journal {

    /** About to be sent. */
    default void sending(String device, String command) {
        // of interest to those whose journal outlives them
    }

    void record(CommandRecord command);
}
