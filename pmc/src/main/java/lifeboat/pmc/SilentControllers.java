package lifeboat.pmc;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a PMC does about migrations whose controller has been silent for too long. The source thaws what was never
 * handed over, or what the target has fenced, and discards what runs there; on any other answer, and on none, it stays
 * frozen and asks again. The target resumes a process whose users are coming.
 */
final class SilentControllers {

    private static final Logger LOG = LoggerFactory.getLogger(SilentControllers.class);

    private final PmcMigrations migrations;
    private final ProcessBackend backend;
    private final LocalCopies copies;
    private final PeerLink peers;

    SilentControllers(PmcMigrations migrations, ProcessBackend backend, LocalCopies copies, PeerLink peers) {
        this.migrations = migrations;
        this.backend = backend;
        this.copies = copies;
        this.peers = peers;
    }

    /** @param each settles a process, while others need not wait for its peer */
    void settleOverdue(Executor each) {
        for (LocalCopy copy : copies.known()) {
            if (!copy.isRecorded() && backend.runs(copy.process())) {
                noteRunning(copy.process());
            }
            if (copy.isOverdue(copies.now()) && copy.record().isToSettle() && copy.beginSettling()) {
                each.execute(() -> settleOverdue(copy));
            }
        }
    }

    private void settleOverdue(LocalCopy copy) {
        try {
            settle(copy.process());
        } catch (CommandRefused | RuntimeException e) {
            LOG.warn("{} cannot be settled yet: {}", copy.process(), e.getMessage());
        } finally {
            copy.tryAgainLater(copies.now());
        }
    }

    /** Without a record of it, a server that boots would not start the service. */
    private void noteRunning(String process) {
        try {
            copies.on(process, LocalCopy::record);
        } catch (CommandRefused e) {
            LOG.warn("{}: it cannot be noted that it runs here: {}", process, e.getMessage());
        }
    }

    /** What a PMC does about a process when the controller is silent. */
    void settle(String process) throws CommandRefused {
        CopyRecord record = copies.on(process, LocalCopy::record);
        if (record.state() == LocalCopyState.FROZEN) {
            settleSource(process, record);
        } else if (record.isToSettle() && record.state() == LocalCopyState.STAGED) {
            settleTarget(process, record);
        }
    }

    /** While this PMC was dead, an operator may have declared its server lost, and had the process go on elsewhere. */
    private void settleTarget(String process, CopyRecord record) throws CommandRefused {
        Epoch epoch = record.active();
        Optional<Fenced> source = copies.copy(process).expectedUsersBefore() ? peers.fence(record.terms(), process,
                epoch)
                : Optional.empty();
        if (source.equals(Optional.of(Fenced.RUNNING_COMPLETE))
                || source.equals(Optional.of(Fenced.RUNNING_PAGES_TO_COME))) {
            LOG.warn("{}: it runs at the other server, so epoch {} is given up here", process, epoch);
            migrations.fence(process, epoch, true);
            migrations.discardFenced(process, epoch);
        } else {
            resumeForUsers(process, epoch);
        }
    }

    private void settleSource(String process, CopyRecord record) throws CommandRefused {
        Epoch epoch = record.active();
        Fenced answer = !record.handedOver() || record.isDead(epoch) ? Fenced.FENCED
                : peers.fence(record.terms(), process, epoch).orElse(Fenced.UNKNOWN);
        LOG.warn("{}: the controller is silent, and epoch {} is {}{}", process, epoch, answer,
                record.handedOver() ? " at the other server" : "");
        if (answer == Fenced.RUNNING_COMPLETE) {
            migrations.discard(process, epoch, true);
        } else if (answer == Fenced.FENCED) {
            thawAlone(process, epoch, record.handedOver());
            if (record.handedOver()) {
                peers.tellRunning(record.terms(), process, epoch);
            }
        }
    }

    /** @param handedOver as it was when this was decided: if the image has gone since, the target has to be asked */
    private void thawAlone(String process, Epoch epoch, boolean handedOver) throws CommandRefused {
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            if (record.state() == LocalCopyState.FROZEN && record.isHeldBy(epoch)
                    && (record.handedOver() == handedOver || record.isDead(epoch))) {
                migrations.thaw(copy, epoch);
                copies.end(copy, epoch);
            }
            return null;
        });
    }

    /** If it cannot be resumed here, the source may have it back. */
    private void resumeForUsers(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            try {
                migrations.resume(copy, epoch);
            } catch (CommandRefused e) {
                copy.save(copy.record().expectingUsers(false));
                throw e;
            }
            return null;
        });
    }
}
