package lifeboat.pmc;

/** A command the PMC does not carry out; the message says why, and nothing was changed. */
public class RefusedException extends Exception {

    public RefusedException(String message) {
        super(message);
    }
}
