package lifeboat.connectors.session;

/** A session that could not be had, or that broke. */
public class SessionException extends Exception {

    /** How far a command got before. */
    public enum Progress {
        /** It was not sent: nothing has changed. */
        NOT_SENT,
        /** It was sent and its answer was lost: it may or may not have been carried out. */
        SENT
    }

    private final Progress progress;

    public SessionException(Progress progress, String message, Throwable cause) {
        super(message, cause);
        this.progress = progress;
    }

    public Progress progress() {
        return progress;
    }
}
