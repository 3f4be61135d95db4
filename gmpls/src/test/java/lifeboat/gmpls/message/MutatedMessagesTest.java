package lifeboat.gmpls.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever arrives, it is read or refused, and what is read can be written. */
class MutatedMessagesTest {

    private static final int MESSAGES = 1_000_000;
    private static final int SEED = 16;
    private static final int MOST_CHANGES = 6;

    private final RsvpCodec codec = new RsvpCodec();
    private final Random random = new Random(SEED);

    @Test
    void amongAMillionMutatedMessagesNoneDoesAnythingElse() {
        List<byte[]> samples = SampleMessages.all().stream().map(codec::encodeWithoutChecksum).toList();
        int read = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = samples.get(i % samples.size()).clone();
            mutate(message);
            read += new ReadAgain(codec).isRead(message) ? 1 : 0;
        }

        assertThat(read).isBetween(MESSAGES / 100, MESSAGES);
    }

    /** The length of the whole is left as it is mostly: it would be all that is looked at. */
    private void mutate(byte[] message) {
        for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
            int at = random.nextInt(message.length);
            if (at > 7 || random.nextInt(8) == 0) {
                message[at] = (byte) (random.nextBoolean() ? random.nextInt() : message[at] + random.nextInt(9) - 4);
            }
        }
        message[2] = 0;
        message[3] = 0;
    }
}
