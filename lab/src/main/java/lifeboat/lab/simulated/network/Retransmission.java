package lifeboat.lab.simulated.network;

import java.time.Duration;

/** TCP's retransmission timer (RFC 6298): doubles while nothing is acknowledged. */
final class Retransmission {

    private static final long FIRST = Duration.ofMillis(200).toNanos();
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();
    /** Linux gives a connection up after about this long without an acknowledgement (tcp_retries2). */
    private static final long PATIENCE = Duration.ofMinutes(15).toNanos();

    private long timeout = FIRST;
    private long next;
    private long silentSince;

    boolean isDue(long now) {
        return now - next >= 0;
    }

    boolean isHopeless(long now) {
        return silentSince != 0 && now - silentSince > PATIENCE;
    }

    void acknowledged() {
        timeout = FIRST;
        next = 0;
        silentSince = 0;
    }

    void lost(long now) {
        if (silentSince == 0) {
            silentSince = now;
        }
        next = now + timeout;
        timeout = Math.min(LONGEST, timeout * 2);
    }
}
