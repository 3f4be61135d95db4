package lifeboat.pmc;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * One server's part in migrations: which copy of which process is here, for which epoch, and what may happen to it
 * next. Every command is idempotent, and written down before it acts.
 *
 * <p>Where a process runs is decided in one place, the target: an epoch is either resumed there or fenced, never both.
 * The source decides alone as long as it has not handed the image over; afterwards it thaws only an epoch that is
 * fenced. An epoch that was thawed, discarded, fenced or resumed is dead: its other commands are refused however late
 * they arrive.
 */
public class PmcMigrations {

    /** Whoever asks while a resume is under way is told so rather than kept waiting. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final ProcessBackend backend;
    private final PeerLink peers;
    private final LocalCopies copies;
    private final ImageTransfers transfers;
    private final SilentControllers silence;

    public PmcMigrations(ProcessBackend backend, CopyStore store, PeerLink peers) {
        this(backend, store, peers, System::nanoTime);
    }

    /** @param clock tells nanoseconds, and never jumps */
    public PmcMigrations(ProcessBackend backend, CopyStore store, PeerLink peers, LongSupplier clock) {
        this.backend = backend;
        this.peers = peers;
        this.copies = new LocalCopies(backend, store, clock);
        this.transfers = new ImageTransfers(backend, copies);
        this.silence = new SilentControllers(this, backend, copies, peers);
    }

    public boolean isKnown(String process) {
        return backend.isKnown(process);
    }

    /** What {@code status} answers. */
    public record Status(String process, CopyRecord copy, long imageBytes, long firstImageBytes, int connections,
            Pages pages) {

        /** The key of the other server, if images of the migration under way travel encrypted. */
        Optional<String> encryptedFor() {
            return copy.active().equals(Epoch.NONE) || !copy.terms().encrypted() ? Optional.empty()
                    : Optional.of(copy.terms().peerKey());
        }
    }

    /** Where the memory of a process is that was resumed here. */
    public enum Pages {
        COMPLETE, ARRIVING,
        /** It lacks some for ever, and is stopped. */
        LOST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Looks at a process when the PMC starts, and finishes or undoes what an earlier one began. */
    public void start(String process) throws CommandRefused {
        copies.copy(process);
    }

    public Status status(String process) throws CommandRefused {
        return copies.on(process, copy -> {
            CopyRecord record = copy.record();
            boolean here = record.state() != LocalCopyState.ABSENT;
            return new Status(process, record, here ? backend.imageBytes(process) : 0,
                    backend.firstImageBytes(process), here ? backend.connections(process) : 0,
                    pages(process, record));
        });
    }

    private Pages pages(String process, CopyRecord record) {
        if (record.state() != LocalCopyState.RUNNING) {
            return record.isLost(record.dead()) ? Pages.LOST : Pages.COMPLETE;
        }
        return backend.isComplete(process) ? Pages.COMPLETE : backend.isLost(process) ? Pages.LOST : Pages.ARRIVING;
    }

    /** How much memory a process that runs here has, and how much of it is changing. */
    public ProcessBackend.Memory memory(String process) throws CommandRefused {
        copies.on(process, copy -> copy.requireRunning("watched"));
        return backend.memory(process);
    }

    /** The PIDs that a process which runs here has, and needs wherever it goes. */
    public Set<Long> pids(String process) throws CommandRefused {
        copies.on(process, copy -> copy.requireRunning("moved"));
        return backend.pids(process);
    }

    /** Which of these PIDs somebody has here. */
    public Set<Long> taken(Set<Long> pids) {
        return backend.taken(pids);
    }

    /** Takes the process for a migration: the lock that every other epoch is refused by until this one ends here. */
    public void reserve(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireAlive(epoch);
            CopyRecord record = copy.record();
            if (!record.isHeldBy(epoch) && record.state() != LocalCopyState.RUNNING
                    && record.state() != LocalCopyState.ABSENT) {
                throw new CommandRefused("process %s is %s here, left by an earlier migration".formatted(process,
                        record.state()));
            }
            copy.save(record.takenBy(epoch));
            return null;
        });
    }

    /**
     * Takes a VLAN for a migration's images, until its epoch ends here. No two migrations have the same one at a
     * server.
     *
     * @param alone whether the server's port carries one migration's VLAN at a time
     */
    public void reserveVlan(String process, Epoch epoch, int vlan, boolean alone) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireTaken(epoch);
            copies.reserveVlan(copy, vlan, alone);
            return null;
        });
    }

    /** Gives a process back that a migration has taken, and of which nothing is left to do here. */
    public void giveBack(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            LocalCopyState state = copy.record().state();
            if (copy.record().isHeldBy(epoch) && state != LocalCopyState.RUNNING && state != LocalCopyState.ABSENT) {
                throw new CommandRefused("process %s is %s here for epoch %s: thaw, resume or discard it first"
                        .formatted(process, state, epoch));
            }
            copies.end(copy, epoch);
            return null;
        });
    }

    /** Agrees on what both servers need to know when the controller falls silent; its deadline counts from now. */
    public void prepare(String process, Epoch epoch, AgreedTerms terms) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireTaken(epoch);
            copy.save(copy.record().agreedOn(terms));
            copies.waitFromNow(copy);
            return null;
        });
    }

    public void freeze(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireTaken(epoch);
            if (copy.record().state() == LocalCopyState.FROZEN) {
                return null;
            }
            copy.requireRunning("frozen");
            copies.requireComplete(process);
            if (copy.firstTransfer != null && !copy.firstTransfer.isDone()) {
                throw new CommandRefused("the first image of process %s is still on its way".formatted(process));
            }
            copy.transfer = null;
            copies.waitFromNow(copy);
            copies.act(copy, copy.record().about(Intent.FREEZE), () -> backend.freeze(process));
            copy.save(copy.record().now(LocalCopyState.FROZEN));
            return null;
        });
    }

    /**
     * Lets a frozen process run on, at its address.
     *
     * @param fenced whether the caller has it from the target that the epoch is fenced; else the target is asked here,
     *         if it may have the whole image
     */
    public void thaw(String process, Epoch epoch, boolean fenced) throws CommandRefused {
        if (!fenced) {
            requireFenced(process, epoch);
        }
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            if (record.state() == LocalCopyState.FROZEN && record.isHeldBy(epoch)) {
                thaw(copy, epoch);
            } else if (record.state() != LocalCopyState.RUNNING) {
                throw new CommandRefused("process %s is %s here for epoch %s, there is nothing of epoch %s to thaw"
                        .formatted(process, record.state(), record.active(), epoch));
            }
            copies.end(copy, epoch);
            return null;
        });
    }

    private void requireFenced(String process, Epoch epoch) throws CommandRefused {
        CopyRecord record = copies.on(process, LocalCopy::record);
        if (record.state() != LocalCopyState.FROZEN || !record.isHeldBy(epoch) || !record.handedOver()
                || record.isDead(epoch)) {
            return;
        }
        Optional<Fenced> answer = peers.fence(record.terms(), process, epoch);
        if (answer.isEmpty() || answer.get() != Fenced.FENCED) {
            throw new CommandRefused("process %s was handed over in epoch %s, and the server it went to %s".formatted(
                    process, epoch, answer.map(said -> "says: " + said).orElse("does not answer")));
        }
    }

    void thaw(LocalCopy copy, Epoch epoch) throws CommandRefused {
        CopyRecord before = copy.record().closed(epoch);
        copy.save(before.about(Intent.THAW));
        try {
            claimAgreed(before);
        } catch (CommandRefused e) {
            copy.save(before);
            throw e;
        }
        copies.act(copy, copy.record(), () -> backend.thaw(copy.process()));
        copy.save(copy.record().now(LocalCopyState.RUNNING).ended(epoch));
    }

    private void claimAgreed(CopyRecord record) throws CommandRefused {
        String virtualIp = record.terms().virtualIp();
        if (!virtualIp.isEmpty() && !backend.holds(virtualIp)) {
            backend.claim(virtualIp);
        }
    }

    /** The fingerprint of this server's key for encrypted images. */
    public String imageKey() throws CommandRefused {
        return backend.imageKey();
    }

    /**
     * Sends a first image of a process that goes on running here (pre-copy), and returns when it has arrived. From then
     * on the process is in the hands of this epoch, until it is frozen or thawed.
     */
    public ProcessBackend.Sent sendFirst(String process, Epoch epoch, String address, int vlan) throws CommandRefused {
        return transfers.sendFirst(process, epoch, address, vlan);
    }

    /** Blocks until the image has arrived. A second call joins the first, or repeats its answer. */
    public ProcessBackend.Sent send(String process, Epoch epoch, String address, int vlan) throws CommandRefused {
        return transfers.send(process, epoch, address, vlan);
    }

    /** The same for a post-copy: the process can resume then, its pages follow. */
    public ProcessBackend.Sent sendWithoutPages(String process, Epoch epoch, String address, int vlan)
            throws CommandRefused {
        return transfers.sendWithoutPages(process, epoch, address, vlan);
    }

    /** Prepares for an image. */
    public void receive(String process, Epoch epoch) throws CommandRefused {
        transfers.receive(process, epoch);
    }

    /**
     * To be called by the back-end for each image that comes in.
     *
     * @param sender the fingerprint of the key its sender proved to have; empty if it is not encrypted
     */
    public void admit(String process, Epoch epoch, Optional<String> sender) throws CommandRefused {
        transfers.admit(process, epoch, sender);
    }

    /** To be called by the back-end when an image is here whole, while nobody else is at the copy. */
    public void arrived(String process, Epoch epoch, Arrival arrival) throws CommandRefused {
        transfers.arrived(process, epoch, arrival);
    }

    /** Takes an image that has arrived. */
    @FunctionalInterface
    public interface Arrival {

        /** @return whether the process can resume from it */
        boolean take() throws CommandRefused;
    }

    /** Says that the users of an epoch are about to come: from now on this server does not leave them waiting. */
    public void expectUsers(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            if (copy.record().state() == LocalCopyState.RUNNING && copy.record().resumed().equals(epoch)) {
                return null;
            }
            copy.requireAlive(epoch);
            copy.requireStaged();
            copy.save(copy.record().expectingUsers(true));
            return null;
        });
    }

    /** Starts a staged process, at its address. */
    public void resume(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            resume(copy, epoch);
            return null;
        });
    }

    void resume(LocalCopy copy, Epoch epoch) throws CommandRefused {
        CopyRecord record = copy.record();
        if (record.state() == LocalCopyState.RUNNING && record.resumed().equals(epoch)) {
            return;
        }
        copy.requireAlive(epoch);
        copy.requireStaged();
        String virtualIp = record.terms().virtualIp();
        if (!virtualIp.isEmpty() && !backend.holds(virtualIp)) {
            throw new CommandRefused("process %s needs %s, which is not here: claim it first".formatted(
                    copy.process(), virtualIp));
        }
        copies.act(copy, record.about(Intent.RESUME), () -> backend.resume(copy.process()));
        copy.save(copy.record().resumedBy(epoch));
    }

    /** After a post-copy's resume: returns when all of the process's pages are here. */
    public void fetchPages(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            if (copy.record().state() != LocalCopyState.RUNNING || !copy.record().resumed().equals(epoch)) {
                throw new CommandRefused("process %s was not resumed here by epoch %s".formatted(process, epoch));
            }
            return null;
        });
        backend.fetchPages(process);
    }

    /**
     * Bars the way to an epoch's resume, unless it is too late for that, and gives the address up. The answer
     * {@link Fenced#FENCED} holds for ever.
     *
     * @param controller whether the controller asks; the source's PMC has to wait while users are coming
     */
    public Fenced fence(String process, Epoch epoch, boolean controller) throws CommandRefused {
        return copies.onWithin(PATIENCE, process, copy -> fence(copy, epoch, controller)).orElse(Fenced.UNDECIDED);
    }

    private Fenced fence(LocalCopy copy, Epoch epoch, boolean controller) throws CommandRefused {
        CopyRecord record = copy.record();
        if (record.state() == LocalCopyState.FROZEN || record.isLost(epoch) || record.goesOnByAnother(epoch)) {
            return Fenced.UNDECIDED;
        }
        if (record.resumed().equals(epoch) || backend.runs(copy.process())) {
            return record.state() == LocalCopyState.RUNNING && !backend.isComplete(copy.process())
                    ? Fenced.RUNNING_PAGES_TO_COME : Fenced.RUNNING_COMPLETE;
        }
        boolean neverTaken = !record.isHeldBy(epoch) && !record.isDead(epoch);
        if (neverTaken || epoch.compareTo(record.resumed()) < 0) {
            return Fenced.UNKNOWN;
        }
        if (record.isHeldBy(epoch) && record.usersComing() && !controller && !record.isDead(epoch)) {
            return Fenced.WAIT;
        }
        boolean nothingHere = record.state() == LocalCopyState.ABSENT;
        copy.save((nothingHere ? record.ended(epoch) : record.closed(epoch)).givenAway());
        if (record.isHeldBy(epoch) || nothingHere) {
            copies.releaseAddress(record);
        }
        return Fenced.FENCED;
    }

    /**
     * Removes what this server has of a migration: its address first, the lock of its connections last.
     *
     * @param migrated must be true to remove the frozen process at the source: the caller knows that it runs elsewhere
     */
    public void discard(String process, Epoch epoch, boolean migrated) throws CommandRefused {
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            boolean lost = isLost(copy) && record.resumed().equals(epoch);
            if (record.state() == LocalCopyState.RUNNING && !lost) {
                throw new CommandRefused("process %s runs here, a running process is not discarded"
                        .formatted(process));
            }
            if (record.state() != LocalCopyState.ABSENT) {
                copy.requireActive(epoch);
                if (record.state() == LocalCopyState.FROZEN && !migrated) {
                    throw new CommandRefused("process %s is frozen here and may be the only copy; thaw it, or say "
                            .formatted(process) + "'migrated' if it runs at the other site");
                }
                discard(copy, epoch, migrated || lost);
            }
            if (migrated && copy.record().owner()) {
                copy.save(copy.record().givenAway());
            }
            copies.end(copy, epoch);
            return null;
        });
    }

    private boolean isLost(LocalCopy copy) {
        return copy.record().state() == LocalCopyState.RUNNING && backend.isLost(copy.process());
    }

    /** @param givenAway whether the process is not this server's from the first moment on */
    private void discard(LocalCopy copy, Epoch epoch, boolean givenAway) throws CommandRefused {
        CopyRecord closed = copy.record().closed(epoch);
        CopyRecord before = givenAway ? closed.givenAway() : closed;
        copy.save(before.about(Intent.DISCARD));
        try {
            copies.releaseAddress(before);
        } catch (CommandRefused e) {
            copy.save(before);
            throw e;
        }
        copies.act(copy, copy.record(), () -> backend.discard(copy.process()));
        copy.save(copy.record().now(LocalCopyState.ABSENT));
    }

    /**
     * Says that nothing is here to thaw, and that this server does not start the process either: what the target has of
     * a fenced epoch may go on by the next one.
     */
    public void giveUp(String process, Epoch epoch, Epoch next) throws CommandRefused {
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            requireLater(epoch, next);
            if (record.state() != LocalCopyState.ABSENT || record.owner()) {
                throw new CommandRefused("process %s is %s here, and belongs to this server: it is not given up"
                        .formatted(process, record.state()));
            }
            if (!record.isHeldBy(epoch)) {
                copy.requireAlive(next);
            }
            if (!record.isHeldBy(next)) {
                copy.save(record.passedOn(epoch, next));
            }
            return null;
        });
    }

    /** The fenced image that is here goes on by the next epoch: the source has given its copy up. */
    public void adopt(String process, Epoch epoch, Epoch next) throws CommandRefused {
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            requireLater(epoch, next);
            if (record.resumed().equals(next) || record.isHeldBy(next) && record.state() == LocalCopyState.STAGED) {
                return null;
            }
            if (!record.isHeldBy(epoch) || !record.isDead(epoch) || record.state() != LocalCopyState.STAGED) {
                throw new CommandRefused("process %s is %s here, there is no fenced image of epoch %s".formatted(
                        process, record.state(), epoch));
            }
            copy.save(record.passedOn(epoch, next));
            return null;
        });
    }

    /**
     * What is kept here of a lost process is to be started again, with its connections closed: the first image of a
     * pre-copy, or the process as it was frozen. The caller has it from a human that it runs nowhere else.
     */
    public void restart(String process, Epoch epoch, Epoch next) throws CommandRefused {
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            requireLater(epoch, next);
            if (record.resumed().equals(next) || record.isHeldBy(next) && record.state() == LocalCopyState.STAGED) {
                return null;
            }
            boolean isFirst = record.state() == LocalCopyState.RECEIVING && record.isDead(epoch)
                    && backend.firstImageBytes(process) > 0;
            boolean isKept = isFirst || record.state() == LocalCopyState.FROZEN;
            if (!record.isHeldBy(epoch) || !isKept || backend.runs(process)) {
                throw new CommandRefused("process %s is %s here, nothing of epoch %s is kept to restart it from"
                        .formatted(process, record.state(), epoch));
            }
            copies.act(copy, record.passedOn(epoch, next).about(Intent.RESTART),
                    () -> backend.stageForRestart(process));
            copy.save(copy.record().now(LocalCopyState.STAGED));
            return null;
        });
    }

    private static void requireLater(Epoch epoch, Epoch next) throws CommandRefused {
        if (next.compareTo(epoch) <= 0) {
            throw new CommandRefused("epoch %s is not later than %s".formatted(next, epoch));
        }
    }

    /** Takes the address, for a process this server has or is about to run. */
    public void claim(String virtualIp, String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            if (copy.record().state() != LocalCopyState.RUNNING) {
                copy.requireAlive(epoch);
            }
            if (copy.record().state() == LocalCopyState.ABSENT || copy.record().state() == LocalCopyState.RECEIVING) {
                throw new CommandRefused("there is no copy of process %s here to answer on %s".formatted(process,
                        virtualIp));
            }
            if (!backend.holds(virtualIp)) {
                backend.claim(virtualIp);
            }
            return null;
        });
    }

    /** Gives the address up, unless the process it belongs to runs here, or is about to. */
    public void release(String virtualIp, String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            CopyRecord record = copy.record();
            if (record.state() == LocalCopyState.RUNNING) {
                throw new CommandRefused("process %s runs here and needs %s".formatted(process, virtualIp));
            }
            if (record.state() == LocalCopyState.FROZEN) {
                copy.requireAlive(epoch);
            } else if (record.state() != LocalCopyState.ABSENT) {
                copy.requireActive(epoch);
            }
            if (backend.holds(virtualIp)) {
                backend.release(virtualIp);
            }
            return null;
        });
    }

    public boolean holds(String virtualIp) throws CommandRefused {
        return backend.holds(virtualIp);
    }

    /**
     * Whether a server that boots may start the service itself: not if its process may run elsewhere, nor before a
     * controller had the time to let it go on there.
     *
     * @return why not; empty if it may
     */
    public Optional<String> mayStart(String process) throws CommandRefused {
        LocalCopy copy = copies.copy(process);
        CopyRecord record = copies.on(process, LocalCopy::record);
        return switch (record.state()) {
            case RUNNING -> Optional.empty();
            case ABSENT -> {
                if (!copy.isRecorded()) {
                    yield Optional.of(("there is no record of process %s here, so it may run elsewhere: look, and "
                            + "start it by hand").formatted(process));
                }
                if (!record.isHere() && copy.isWaiting(copies.now())) {
                    yield Optional.of("process %s may go on at the site it was moved to by epoch %s: ask again"
                            .formatted(process, record.last()));
                }
                yield record.isHere() || isFencedElsewhere(process, record) ? Optional.empty()
                        : Optional.of("process %s may run at the site it was moved to by epoch %s".formatted(process,
                                record.last()));
            }
            default -> Optional.of("process %s is %s here, in the hands of epoch %s".formatted(process, record.state(),
                    record.active()));
        };
    }

    /** From then on the process belongs here, and is given up to nobody. */
    private boolean isFencedElsewhere(String process, CopyRecord record) throws CommandRefused {
        return peers.fence(record.terms(), process, record.last()).equals(Optional.of(Fenced.FENCED))
                && copies.on(process, copy -> {
                    boolean unchanged = copy.record().equals(record);
                    if (unchanged) {
                        copy.save(record.owned());
                    }
                    return unchanged;
                });
    }

    /** Settles every migration in which the controller has been silent for too long. To be called again and again. */
    public void settleOverdue() {
        settleOverdue(Runnable::run);
    }

    /** @param each settles a process, while others need not wait for its peer */
    public void settleOverdue(Executor each) {
        silence.settleOverdue(each);
    }

    /** What a PMC does about a process when the controller is silent. */
    public void settle(String process) throws CommandRefused {
        silence.settle(process);
    }

    /** As if this PMC had looked at the copy when it started, and had it in hand ever since. */
    void know(LocalCopy copy) {
        copies.know(copy);
    }

    /** The source says that a fenced process runs there again: its image here is of no use any more. */
    public void discardFenced(String process, Epoch epoch) throws CommandRefused {
        CopyRecord record = copies.on(process, LocalCopy::record);
        if (record.isDead(epoch) && record.isHeldBy(epoch) && (record.state() == LocalCopyState.STAGED
                || record.state() == LocalCopyState.RECEIVING)) {
            discard(process, epoch, false);
        }
    }

    /** The key that the other server of a migration must prove to have; empty if none was agreed on. */
    public Optional<String> peerKey(String process) throws CommandRefused {
        String key = copies.copy(process).record().terms().peerKey();
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }
}
