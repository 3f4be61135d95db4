package lifeboat.gmpls.neighbour;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import lifeboat.gmpls.message.MalformedMessage;
import lifeboat.gmpls.message.RsvpCodec;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.time.SimulatedTime;

/** Takes messages from one end to the other, as bytes: some not at all, some twice, some late. */
final class UnreliableWire {

    private static final int LATEST = 900;

    private final RsvpCodec codec = new RsvpCodec();
    private final SimulatedTime time;
    private final Random random;
    private final double fault;
    private boolean cut;
    private int messages;

    /** @param fault how probably a message is lost; as probably it is doubled, or late */
    UnreliableWire(SimulatedTime time, Random random, double fault) {
        this.time = time;
        this.random = random;
        this.fault = fault;
    }

    void cut(boolean now) {
        cut = now;
    }

    int messages() {
        return messages;
    }

    void carry(RsvpMessage message, Consumer<RsvpMessage> to) {
        messages++;
        for (int copies = random.nextDouble() < fault ? 2 : 1; copies > 0; copies--) {
            if (!cut && random.nextDouble() >= fault) {
                byte[] bytes = codec.encode(message);
                time.after(Duration.ofMillis(random.nextDouble() < fault ? random.nextInt(LATEST) : 1),
                        () -> arrive(bytes, to));
            }
        }
    }

    private void arrive(byte[] bytes, Consumer<RsvpMessage> to) {
        try {
            to.accept(codec.decode(bytes));
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }
}
