package lifeboat.connectors.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lifeboat.connectors.transport.Transport;

/** What has arrived over a connection, for one thread to wait for while another brings it. Guarded by its own lock. */
public abstract class Inbox implements Transport.Receiver {

    private String end;

    @Override
    public final synchronized void ended(String reason) {
        if (end == null) {
            end = reason;
        }
        notifyAll();
    }

    public final synchronized boolean isEnded() {
        return end != null;
    }

    /** @throws IOException with the reason, if nothing more will come */
    protected final synchronized void checkNotEnded() throws IOException {
        if (end != null) {
            throw new IOException(end);
        }
    }

    /**
     * Waits until something has arrived or the connection has ended, but not longer than this.
     *
     * @throws IOException if the thread is interrupted
     */
    protected final synchronized void awaitArrival(Duration longest) throws IOException {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, longest.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
