package lifeboat.gmpls.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What was read is written, and is read as the same. */
record ReadAgain(RsvpCodec codec) {

    /** @return false if the message is refused */
    boolean isRead(byte[] bytes) {
        List<RsvpMessage> messages = new ArrayList<>();
        try {
            for (byte[] message : codec.unbundle(bytes)) {
                messages.add(codec.decode(message));
            }
        } catch (MalformedMessage e) {
            return false;
        }
        for (RsvpMessage message : messages) {
            try {
                assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
            } catch (MalformedMessage e) {
                throw new AssertionError("It was read, and is not read again: " + message, e);
            }
            codec.refused(message);
        }
        return true;
    }
}
