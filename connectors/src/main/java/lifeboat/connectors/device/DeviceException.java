package lifeboat.connectors.device;

/**
 * A device operation that did not succeed. The three kinds call for three different answers, so each is a class:
 * {@link Unreachable}, {@link Refused} and {@link StateUnknown}.
 */
public abstract sealed class DeviceException extends Exception {

    private DeviceException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Nothing was changed, and trying again later may help. */
    public static final class Unreachable extends DeviceException {
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The device said no, or did not do what it accepted. Trying again is no use. */
    public static final class Refused extends DeviceException {
        public Refused(String message) {
            super(message, null);
        }
    }

    /** The command may have been carried out, and the device's state cannot be read back. Only a human can tell. */
    public static final class StateUnknown extends DeviceException {
        public StateUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
