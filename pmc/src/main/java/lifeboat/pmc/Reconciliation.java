package lifeboat.pmc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a record with what is really here, and finishes or undoes what was half done. What a program answered does
 * not count, nor whether it answered: the process, its image and the address are looked at.
 */
final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final ProcessBackend backend;

    Reconciliation(ProcessBackend backend) {
        this.backend = backend;
    }

    /** When a PMC has started: nothing it ever began is under way any more. */
    void start(LocalCopy copy) throws CommandRefused {
        if (!copy.isRecorded()) {
            return;
        }
        CopyRecord before = copy.record();
        if (before.intent() == Intent.NONE) {
            compare(copy);
        } else {
            finish(copy);
        }
        releaseWithoutCopy(copy.record());
        if (!copy.record().equals(before)) {
            LOG.warn("{}: the record said {}{}, found after the start: {}", copy.process(), before.state(),
                    before.intent() == Intent.NONE ? "" : ", about to " + before.intent(), copy.record().state());
        }
    }

    /** After an action that may have failed, or whose end nobody saw. */
    void finish(LocalCopy copy) throws CommandRefused {
        CopyRecord record = copy.record();
        ProcessBackend.Found found = backend.look(copy.process());
        switch (record.intent()) {
            case FREEZE, THAW -> copy.save(switch (found) {
                case RUNNING -> running(copy, record.intent() == Intent.THAW);
                case IMAGE -> frozen(copy);
                case NOTHING -> lost(record);
            });
            case RESUME -> copy.save(switch (found) {
                case RUNNING -> {
                    backend.settleRunning(copy.process());
                    yield record.resumedBy(record.active());
                }
                case IMAGE -> record.now(LocalCopyState.STAGED);
                case NOTHING -> {
                    release(record);
                    yield lost(record);
                }
            });
            case RESTART -> {
                try {
                    backend.stageForRestart(copy.process());
                    copy.save(record.now(LocalCopyState.STAGED));
                } catch (CommandRefused e) {
                    LOG.warn("{}: {}", copy.process(), e.getMessage());
                    copy.save(record.passedBack());
                }
            }
            case DISCARD -> {
                release(record);
                backend.discard(copy.process());
                copy.save(record.now(LocalCopyState.ABSENT).ended(record.active()));
            }
            case NONE -> refresh(copy);
        }
    }

    private CopyRecord running(LocalCopy copy, boolean ended) throws CommandRefused {
        backend.settleRunning(copy.process());
        CopyRecord running = copy.record().now(LocalCopyState.RUNNING);
        return ended ? running.ended(running.active()) : running;
    }

    private CopyRecord frozen(LocalCopy copy) throws CommandRefused {
        backend.settleFrozen(copy.process());
        return copy.record().now(LocalCopyState.FROZEN);
    }

    /** Gone with its server. What the other one has of it may run there. */
    private static CopyRecord lost(CopyRecord record) {
        return record.now(LocalCopyState.ABSENT).ended(record.active()).givenAway();
    }

    private void compare(LocalCopy copy) throws CommandRefused {
        CopyRecord record = copy.record();
        ProcessBackend.Found found = backend.look(copy.process());
        switch (record.state()) {
            case FROZEN -> copy.save(switch (found) {
                case RUNNING -> record.now(LocalCopyState.RUNNING);
                case IMAGE -> record;
                case NOTHING -> lost(record);
            });
            case STAGED -> copy.save(switch (found) {
                case RUNNING -> record.resumedBy(record.active());
                case IMAGE -> record;
                case NOTHING -> lost(record);
            });
            case RECEIVING -> {
                backend.discard(copy.process());
                boolean isKept = record.isDead(record.active()) && backend.firstImageBytes(copy.process()) > 0;
                copy.save(isKept ? record : record.now(LocalCopyState.ABSENT));
            }
            case ABSENT -> {
                if (found == ProcessBackend.Found.IMAGE) {
                    release(record);
                    backend.discard(copy.process());
                }
                refresh(copy);
            }
            case RUNNING -> refresh(copy);
        }
    }

    /** A process that its own operators started or ended, or that has died for want of its pages. */
    void refresh(LocalCopy copy) throws CommandRefused {
        CopyRecord record = copy.record();
        boolean runs = backend.runs(copy.process());
        if (runs && record.state() == LocalCopyState.ABSENT) {
            copy.save(record.now(LocalCopyState.RUNNING));
        } else if (!runs && record.state() == LocalCopyState.RUNNING) {
            boolean isLost = !backend.isComplete(copy.process());
            copy.save(isLost ? record.now(LocalCopyState.ABSENT).givenAway() : record.now(LocalCopyState.ABSENT));
            if (isLost) {
                release(record);
                backend.discard(copy.process());
            }
        }
    }

    /** An address without a copy behind it would answer users with resets. */
    private void releaseWithoutCopy(CopyRecord record) throws CommandRefused {
        boolean closed = record.isDead(record.active()) && record.state() != LocalCopyState.FROZEN;
        if (record.state() == LocalCopyState.ABSENT || closed && record.state() != LocalCopyState.RUNNING) {
            release(record);
        }
    }

    /** Gives the service's address up, if it is known and here. */
    void release(CopyRecord record) throws CommandRefused {
        String virtualIp = record.terms().virtualIp();
        if (!virtualIp.isEmpty() && backend.holds(virtualIp)) {
            backend.release(virtualIp);
        }
    }
}
