package lifeboat.connectors.session;

/** Told of every command that was sent to a device, before anything is done with its answer. Secrets are not in it. */
@FunctionalInterface
public interface Journal {

    void record(CommandRecord command);
}
