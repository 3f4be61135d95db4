package lifeboat.connectors.netconf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lifeboat.connectors.session.Deadline;
import lifeboat.connectors.session.Transport;

/** The messages that a NETCONF server has sent and nobody has taken yet. */
final class Messages implements Transport.Receiver {

    private static final int MOST_WAITING = 1000;

    private final Framing framing = new Framing();
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean greeted;
    private String end;

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

    @Override
    public synchronized void ended(String reason) {
        if (end == null) {
            end = reason;
        }
        notifyAll();
    }

    synchronized boolean isEnded() {
        return end != null;
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
            if (end != null) {
                throw new IOException(end);
            }
            if (deadline.hasPassed()) {
                return Optional.empty();
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, deadline.left().toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return Optional.of(waiting.poll());
    }
}
