package lifeboat.lab.fault;

import java.util.Locale;

/**
 * Something that goes wrong on a device.
 *
 * @param command how the lines begin that it befalls
 */
public record Fault(String device, Kind kind, String command) {

    /** What happens to the command. */
    public enum Kind {
        /** The device says no and does nothing. */
        REFUSE,
        /** The device does nothing and never answers. */
        HANG,
        /** The connection breaks before the device acts. */
        DROP_BEFORE,
        /** The device acts, and the connection breaks before the answer. */
        DROP_AFTER,
        /** The device acts, and the answer is noise. */
        GARBLE,
        /** The connection breaks, and the device acts some seconds later. */
        LATE,
        /** The device acts, and says that it did not. */
        DID_BUT_ERROR;

        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
