package lifeboat.gmpls.message;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of RSVP messages (RFC 2205, 3.1.1; RFC 2961; RFC 3209, 5; RFC 3473, 4.3; RFC 5063, 4.1). */
public enum MessageType {

    PATH(1), RESV(2), PATH_ERR(3), RESV_ERR(4), PATH_TEAR(5), RESV_TEAR(6), RESV_CONF(7), BUNDLE(12), ACK(13),
    SREFRESH(15), HELLO(20), NOTIFY(21), RECOVERY_PATH(30);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static Optional<MessageType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
