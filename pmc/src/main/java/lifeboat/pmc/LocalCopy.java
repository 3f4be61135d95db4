package lifeboat.pmc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A server's copy of one process: its record, who is at it, and its transfers. */
final class LocalCopy {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String process;
    private final CopyStore store;
    private final boolean expectedUsersBefore;
    final ReentrantLock lock = new ReentrantLock(true);
    private volatile CopyRecord record;
    private volatile boolean recorded;
    FutureTask<ProcessBackend.Sent> firstTransfer;
    FutureTask<ProcessBackend.Sent> transfer;
    private final AtomicBoolean settling = new AtomicBoolean();
    private volatile long waitingSince;
    private volatile long nextTry;
    private volatile Duration pause = FIRST_PAUSE;

    LocalCopy(String process, CopyStore store, long now) {
        this.process = process;
        this.store = store;
        Optional<CopyRecord> kept = store.load(process);
        this.record = kept.orElse(CopyRecord.INITIAL);
        this.recorded = kept.isPresent();
        this.expectedUsersBefore = record.usersComing();
        waitFrom(now);
    }

    String process() {
        return process;
    }

    CopyRecord record() {
        return record;
    }

    /** Whether this server has ever written down anything of the process. */
    boolean isRecorded() {
        return recorded;
    }

    /** Whether users were expected here when this server's PMC started: it may have been declared lost since. */
    boolean expectedUsersBefore() {
        return expectedUsersBefore;
    }

    /** The record is safe when this returns. */
    void save(CopyRecord next) throws CommandRefused {
        if (!recorded || !next.equals(record)) {
            store.save(process, next);
            record = next;
            recorded = true;
        }
    }

    /** The deadline counts from now, in nanoseconds. */
    void waitFrom(long now) {
        waitingSince = now;
        nextTry = now;
        pause = FIRST_PAUSE;
    }

    /** Whether the controller has been silent for too long, and it is time to try to do without it. */
    boolean isOverdue(long now) {
        return !record.terms().deadline().isZero() && now - waitingSince >= record.terms().deadline().toNanos()
                && now - nextTry >= 0;
    }

    /** Whether the controller still has time. */
    boolean isWaiting(long now) {
        return now - waitingSince < record.terms().deadline().toNanos();
    }

    /** @return false if somebody is at it already */
    boolean beginSettling() {
        return settling.compareAndSet(false, true);
    }

    void tryAgainLater(long now) {
        nextTry = now + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        settling.set(false);
    }
}
