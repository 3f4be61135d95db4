package lifeboat.connectors.netconf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import lifeboat.connectors.terminal.Inbox;
import lifeboat.connectors.transport.Deadline;

/** The messages that a NETCONF server has sent and nobody has taken yet. */
final class NetconfMessages extends Inbox {

    private static final int MOST_WAITING = 1000;

    private final Framing framing = new Framing();
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean greeted;

    @Override
    public synchronized void received(byte[] bytes, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            Optional<String> message = framing.take(bytes[i]);
            if (message.isPresent()) {
                waiting.add(message.get());
                if (!greeted) {
                    greeted = true;
                    if (Capabilities.offersChunks(message.get())) {
                        framing.useChunks();
                    }
                }
            }
        }
        if (waiting.size() > MOST_WAITING) {
            throw new IOException("the device sends messages that nobody asked for");
        }
        notifyAll();
    }

    /** A message of ours, framed as both sides agreed. */
    synchronized byte[] frame(String xml) {
        return framing.frame(xml);
    }

    /**
     * The next message; empty if none comes in time.
     *
     * @throws IOException if the connection ends before, or the thread is interrupted
     */
    synchronized Optional<String> next(Deadline deadline) throws IOException {
        while (waiting.isEmpty()) {
            checkNotEnded();
            if (deadline.hasPassed()) {
                return Optional.empty();
            }
            awaitArrival(deadline.left());
        }
        return Optional.of(waiting.poll());
    }
}
