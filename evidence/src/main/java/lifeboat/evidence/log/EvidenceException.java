package lifeboat.evidence.log;

/** There is no evidence to be had, or it cannot be kept. The message is for the operator. */
public final class EvidenceException extends Exception {

    private static final long serialVersionUID = 1;

    public EvidenceException(String message) {
        super(message);
    }

    public EvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
