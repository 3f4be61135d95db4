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

    LocalCopy requireRunning(String done) throws CommandRefused {
        if (record.state() != LocalCopyState.RUNNING) {
            throw new CommandRefused("process %s is %s here, only a running one can be %s".formatted(process,
                    record.state(), done));
        }
        return this;
    }

    void requireFrozen() throws CommandRefused {
        if (record.state() != LocalCopyState.FROZEN) {
            throw new CommandRefused("process %s is %s here, only a frozen one can be sent"
                    .formatted(process, record.state()));
        }
    }

    void requireStaged() throws CommandRefused {
        if (record.state() != LocalCopyState.STAGED) {
            throw new CommandRefused("process %s is %s here, only a staged one can be resumed"
                    .formatted(process, record.state()));
        }
    }

    void requireAlive(Epoch epoch) throws CommandRefused {
        if (record.isDead(epoch)) {
            throw new CommandRefused("epoch %s of process %s is dead".formatted(epoch, process));
        }
        requireActive(epoch);
    }

    /** What was never taken here may have been fenced before this server lost its records. */
    void requireTaken(Epoch epoch) throws CommandRefused {
        requireAlive(epoch);
        if (!record.isHeldBy(epoch)) {
            throw new CommandRefused("process %s was not taken by epoch %s here: reserve it first".formatted(
                    process, epoch));
        }
    }

    void requireActive(Epoch epoch) throws CommandRefused {
        Epoch active = record.active();
        if (!active.equals(Epoch.NONE) && !active.equals(epoch)) {
            throw new CommandRefused("process %s is in the hands of epoch %s, epoch %s has to wait"
                    .formatted(process, active, epoch));
        }
    }

    LocalCopy requireAwaited(Epoch epoch) throws CommandRefused {
        requireAlive(epoch);
        LocalCopyState state = record.state();
        if (state != LocalCopyState.RECEIVING && state != LocalCopyState.STAGED) {
            throw new CommandRefused("nobody is waiting for an image of process %s".formatted(process));
        }
        return this;
    }
}
