package lifeboat.pmc;

/** A command the PMC does not carry out; the message says why, and nothing was changed. */
public class CommandRefused extends Exception {

    public CommandRefused(String message) {
        super(message);
    }
}
