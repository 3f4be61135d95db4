package lifeboat.evidence.time;

/** There is no time stamp, or it does not hold. The message says why. */
public final class TimeStampException extends Exception {

    private static final long serialVersionUID = 1;

    TimeStampException(String message, Throwable cause) {
        super(message, cause);
    }

    TimeStampException(String message) {
        super(message);
    }
}
