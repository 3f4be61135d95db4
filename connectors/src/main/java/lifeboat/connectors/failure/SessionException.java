package lifeboat.connectors.failure;

/** A session that could not be had, or that broke. */
public abstract sealed class SessionException extends Exception {

    /** How far a command got before. */
    public enum Progress {
        /** It was not sent: nothing has changed. */
        NOT_SENT,
        /** It was sent and its answer was lost: it may or may not have been carried out. */
        SENT
    }

    private final Progress progress;

    private SessionException(Progress progress, String message, Throwable cause) {
        super(message, cause);
        this.progress = progress;
    }

    public Progress progress() {
        return progress;
    }

    /** The same where something else of the same change was sent before, and has its effect. */
    public SessionException afterOthers() {
        return this instanceof TimedOut ? new TimedOut(Progress.SENT, getMessage())
                : this instanceof ConnectionLost ? new ConnectionLost(Progress.SENT, getMessage(), getCause()) : this;
    }

    /** Nobody answers at the address. */
    public static final class Unreachable extends SessionException {
        public Unreachable(String message, Throwable cause) {
            super(Progress.NOT_SENT, message, cause);
        }
    }

    /** The device shows another host key than the one in the inventory: it may be another device. */
    public static final class HostKeyRefused extends SessionException {
        public HostKeyRefused(String message, Throwable cause) {
            super(Progress.NOT_SENT, message, cause);
        }
    }

    /** The device does not accept who logs in, or who asks for a mode. */
    public static final class LoginRefused extends SessionException {
        public LoginRefused(String message) {
            super(Progress.NOT_SENT, message, null);
        }
    }

    /** The device shows no prompt that its definition knows, or not the one of the mode that was wanted. */
    public static final class PromptNotFound extends SessionException {
        public PromptNotFound(String message) {
            super(Progress.NOT_SENT, message, null);
        }
    }

    /** The device said no to a line. What it then is like can be read back. */
    public static final class CommandRejected extends SessionException {

        private final String words;

        public CommandRejected(String message, String words) {
            super(Progress.SENT, message, null);
            this.words = words;
        }

        /** The device's own, as they came: not to be shown. */
        public String words() {
            return words;
        }
    }

    /** The change works, and the device did not confirm that it keeps it over a restart. */
    public static final class NotSaved extends SessionException {
        public NotSaved(String message, Throwable cause) {
            super(Progress.SENT, message, cause);
        }
    }

    /** Another session has the device's configuration: nothing was changed, and trying again later may help. */
    public static final class ConfigurationLocked extends SessionException {
        public ConfigurationLocked(String message) {
            super(Progress.NOT_SENT, message, null);
        }
    }

    /** The device did not answer in time. */
    public static final class TimedOut extends SessionException {
        public TimedOut(Progress progress, String message) {
            super(progress, message, null);
        }
    }

    /** The connection ended. */
    public static final class ConnectionLost extends SessionException {
        public ConnectionLost(Progress progress, String message, Throwable cause) {
            super(progress, message, cause);
        }
    }

    /** The device answered, and its answer cannot be read. */
    public static final class AnswerUnreadable extends SessionException {
        public AnswerUnreadable(String message) {
            super(Progress.SENT, message, null);
        }
    }
}
