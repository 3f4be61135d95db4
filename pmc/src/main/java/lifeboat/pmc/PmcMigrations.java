package lifeboat.pmc;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(PmcMigrations.class);

    /** Whoever asks while a resume is under way is told so rather than kept waiting. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final ProcessBackend backend;
    private final CopyStore store;
    private final PeerLink peers;
    private final LongSupplier clock;
    private final Reconciliation reconciliation;
    private final Map<String, LocalCopy> copies = new ConcurrentHashMap<>();
    private final Object vlans = new Object();

    public PmcMigrations(ProcessBackend backend, CopyStore store, PeerLink peers) {
        this(backend, store, peers, System::nanoTime);
    }

    /** @param clock tells nanoseconds, and never jumps */
    public PmcMigrations(ProcessBackend backend, CopyStore store, PeerLink peers, LongSupplier clock) {
        this.backend = backend;
        this.store = store;
        this.peers = peers;
        this.clock = clock;
        this.reconciliation = new Reconciliation(backend);
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

    /** Does something with a copy while nobody else does. */
    @FunctionalInterface
    private interface Work<T> {
        T with(LocalCopy copy) throws CommandRefused;
    }

    /** An action of the back-end. */
    @FunctionalInterface
    private interface Action {
        void run() throws CommandRefused;
    }

    private <T> T on(String process, Work<T> work) throws CommandRefused {
        LocalCopy copy = copy(process);
        copy.lock.lock();
        try {
            return settled(copy, work);
        } finally {
            copy.lock.unlock();
        }
    }

    private <T> T settled(LocalCopy copy, Work<T> work) throws CommandRefused {
        if (copy.record().intent() == Intent.NONE) {
            reconciliation.refresh(copy);
        } else {
            reconciliation.finish(copy);
        }
        return work.with(copy);
    }

    /** The record of a process as this PMC found it when it started. */
    private LocalCopy copy(String process) throws CommandRefused {
        LocalCopy known = copies.get(process);
        if (known != null) {
            return known;
        }
        synchronized (copies) {
            known = copies.get(process);
            if (known == null) {
                known = new LocalCopy(process, store, clock.getAsLong());
                reconciliation.start(known);
                copies.put(process, known);
            }
            return known;
        }
    }

    /** As if this PMC had looked at the copy when it started, and had it in hand ever since. */
    void know(LocalCopy copy) {
        copies.put(copy.process(), copy);
    }

    /** Looks at a process when the PMC starts, and finishes or undoes what an earlier one began. */
    public void start(String process) throws CommandRefused {
        copy(process);
    }

    public Status status(String process) throws CommandRefused {
        return on(process, copy -> {
            CopyRecord record = copy.record();
            boolean here = record.state() != LocalCopyState.ABSENT;
            return new Status(process, record, here ? backend.imageBytes(process) : 0,
                    backend.firstImageBytes(process), here ? backend.connections(process) : 0,
                    pages(process, record));
        });
    }

    private Pages pages(String process, CopyRecord record) {
        if (record.state() != LocalCopyState.RUNNING) {
            return isLost(record, record.dead()) ? Pages.LOST : Pages.COMPLETE;
        }
        return backend.isComplete(process) ? Pages.COMPLETE : backend.isLost(process) ? Pages.LOST : Pages.ARRIVING;
    }

    /** How much memory a process that runs here has, and how much of it is changing. */
    public ProcessBackend.Memory memory(String process) throws CommandRefused {
        on(process, copy -> requireRunning(copy, "watched"));
        return backend.memory(process);
    }

    /** The PIDs that a process which runs here has, and needs wherever it goes. */
    public Set<Long> pids(String process) throws CommandRefused {
        on(process, copy -> requireRunning(copy, "moved"));
        return backend.pids(process);
    }

    /** Which of these PIDs somebody has here. */
    public Set<Long> taken(Set<Long> pids) {
        return backend.taken(pids);
    }

    /** Takes the process for a migration: the lock that every other epoch is refused by until this one ends here. */
    public void reserve(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            requireAlive(copy, epoch);
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
        on(process, copy -> {
            requireTaken(copy, epoch);
            synchronized (vlans) {
                for (String other : store.processes()) {
                    int taken = other.equals(process) ? 0 : copy(other).record().vlan();
                    if (taken == vlan || alone && taken != 0) {
                        throw new CommandRefused(alone ? ("this server's port carries one migration at a time, and "
                                + "has that of process %s in VLAN %d").formatted(other, taken)
                                : "VLAN %d is that of process %s here".formatted(vlan, other));
                    }
                }
                copy.save(copy.record().travellingIn(vlan));
            }
            return null;
        });
    }

    /** Gives a process back that a migration has taken, and of which nothing is left to do here. */
    public void giveBack(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            LocalCopyState state = copy.record().state();
            if (copy.record().isHeldBy(epoch) && state != LocalCopyState.RUNNING && state != LocalCopyState.ABSENT) {
                throw new CommandRefused("process %s is %s here for epoch %s: thaw, resume or discard it first"
                        .formatted(process, state, epoch));
            }
            end(copy, epoch);
            return null;
        });
    }

    /** Agrees on what both servers need to know when the controller falls silent; its deadline counts from now. */
    public void prepare(String process, Epoch epoch, AgreedTerms terms) throws CommandRefused {
        on(process, copy -> {
            requireTaken(copy, epoch);
            copy.save(copy.record().agreedOn(terms));
            copy.waitFrom(clock.getAsLong());
            return null;
        });
    }

    /**
     * Sends a first image of a process that goes on running here (pre-copy), and returns when it has arrived. From then
     * on the process is in the hands of this epoch, until it is frozen or thawed.
     */
    public ProcessBackend.Sent sendFirst(String process, Epoch epoch, String address, int vlan)
            throws CommandRefused {
        FutureTask<ProcessBackend.Sent> transfer = on(process, copy -> {
            requireTaken(copy, epoch);
            requireRunning(copy, "sent ahead");
            requireComplete(process);
            if (copy.firstTransfer == null) {
                ImageRoute way = way(copy, address, vlan);
                copy.firstTransfer = new FutureTask<>(() -> backend.sendFirst(process, epoch, way));
            }
            return copy.firstTransfer;
        });
        return await(process, transfer, copy -> {
            copy.firstTransfer = copy.firstTransfer == transfer ? null : copy.firstTransfer;
            return null;
        });
    }

    public void freeze(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            requireTaken(copy, epoch);
            if (copy.record().state() == LocalCopyState.FROZEN) {
                return null;
            }
            requireRunning(copy, "frozen");
            requireComplete(process);
            if (copy.firstTransfer != null && !copy.firstTransfer.isDone()) {
                throw new CommandRefused("the first image of process %s is still on its way".formatted(process));
            }
            copy.transfer = null;
            copy.waitFrom(clock.getAsLong());
            act(copy, copy.record().about(Intent.FREEZE), () -> backend.freeze(process));
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
        on(process, copy -> {
            CopyRecord record = copy.record();
            if (record.state() == LocalCopyState.FROZEN && record.isHeldBy(epoch)) {
                thaw(copy, epoch);
            } else if (record.state() != LocalCopyState.RUNNING) {
                throw new CommandRefused("process %s is %s here for epoch %s, there is nothing of epoch %s to thaw"
                        .formatted(process, record.state(), record.active(), epoch));
            }
            end(copy, epoch);
            return null;
        });
    }

    private void requireFenced(String process, Epoch epoch) throws CommandRefused {
        CopyRecord record = on(process, LocalCopy::record);
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

    private void thaw(LocalCopy copy, Epoch epoch) throws CommandRefused {
        CopyRecord before = copy.record().closed(epoch);
        copy.save(before.about(Intent.THAW));
        try {
            claimAgreed(before);
        } catch (CommandRefused e) {
            copy.save(before);
            throw e;
        }
        act(copy, copy.record(), () -> backend.thaw(copy.process()));
        copy.save(copy.record().now(LocalCopyState.RUNNING).ended(epoch));
    }

    private void claimAgreed(CopyRecord record) throws CommandRefused {
        String virtualIp = record.terms().virtualIp();
        if (!virtualIp.isEmpty() && !backend.holds(virtualIp)) {
            backend.claim(virtualIp);
        }
    }

    /**
     * Writes the intent, acts, and where the action does not say that it is done, looks. Returns when it is done,
     * whatever was said.
     */
    private void act(LocalCopy copy, CopyRecord intent, Action action) throws CommandRefused {
        copy.save(intent);
        try {
            action.run();
        } catch (CommandRefused | RuntimeException e) {
            reconciliation.finish(copy);
            if (isDone(intent.intent(), copy.record().state())) {
                LOG.warn("{}: {} is done, although it was said: {}", copy.process(), intent.intent(), e.getMessage());
                return;
            }
            throw e;
        }
    }

    private static boolean isDone(Intent intent, LocalCopyState state) {
        return switch (intent) {
            case FREEZE -> state == LocalCopyState.FROZEN;
            case THAW, RESUME -> state == LocalCopyState.RUNNING;
            case DISCARD -> state == LocalCopyState.ABSENT;
            case RESTART -> state == LocalCopyState.STAGED;
            case NONE -> true;
        };
    }

    /** The fingerprint of this server's key for encrypted images. */
    public String imageKey() throws CommandRefused {
        return backend.imageKey();
    }

    /**
     * To be called by the back-end for each image that comes in.
     *
     * @param sender the fingerprint of the key its sender proved to have; empty if it is not encrypted
     */
    public void admit(String process, Epoch epoch, Optional<String> sender) throws CommandRefused {
        on(process, copy -> {
            Optional<String> wanted = peerKey(copy);
            if (!wanted.equals(sender)) {
                throw new CommandRefused(wanted.isEmpty() ? "images of process %s are not encrypted in epoch %s"
                        .formatted(process, epoch) : "only the server with the key %s may send process %s"
                        .formatted(wanted.get(), process));
            }
            return requireAwaited(copy, epoch);
        });
    }

    private static Optional<String> peerKey(LocalCopy copy) {
        AgreedTerms terms = copy.record().terms();
        return terms.encrypted() ? Optional.of(terms.peerKey()) : Optional.empty();
    }

    private static ImageRoute way(LocalCopy copy, String address, int vlan) {
        return new ImageRoute(address, vlan, peerKey(copy));
    }

    private static LocalCopy requireAwaited(LocalCopy copy, Epoch epoch) throws CommandRefused {
        requireAlive(copy, epoch);
        LocalCopyState state = copy.record().state();
        if (state != LocalCopyState.RECEIVING && state != LocalCopyState.STAGED) {
            throw new CommandRefused("nobody is waiting for an image of process %s".formatted(copy.process()));
        }
        return copy;
    }

    /** Prepares for an image. */
    public void receive(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            requireTaken(copy, epoch);
            LocalCopyState state = copy.record().state();
            if (state == LocalCopyState.ABSENT) {
                copy.save(copy.record().now(LocalCopyState.RECEIVING));
            } else if (state != LocalCopyState.RECEIVING && state != LocalCopyState.STAGED) {
                throw new CommandRefused("process %s is %s here, it cannot be received".formatted(process, state));
            }
            return null;
        });
    }

    /** Takes an image that has arrived. */
    @FunctionalInterface
    public interface Arrival {

        /** @return whether the process can resume from it */
        boolean take() throws CommandRefused;
    }

    /** To be called by the back-end when an image is here whole, while nobody else is at the copy. */
    public void arrived(String process, Epoch epoch, Arrival arrival) throws CommandRefused {
        on(process, copy -> {
            requireAwaited(copy, epoch);
            if (copy.record().state() == LocalCopyState.STAGED) {
                throw new CommandRefused("the whole image of process %s is here already".formatted(process));
            }
            if (arrival.take()) {
                copy.save(copy.record().now(LocalCopyState.STAGED));
            }
            return null;
        });
    }

    /** To be called by the back-end before it sends what the target needs to have the whole image. */
    private void handOver(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            requireAlive(copy, epoch);
            requireFrozen(copy);
            copy.save(copy.record().handingOver());
            return null;
        });
    }

    /** Blocks until the image has arrived. A second call joins the first, or repeats its answer. */
    public ProcessBackend.Sent send(String process, Epoch epoch, String address, int vlan) throws CommandRefused {
        return send(process, epoch, address, vlan, backend::send);
    }

    /** The same for a post-copy: the process can resume then, its pages follow. */
    public ProcessBackend.Sent sendWithoutPages(String process, Epoch epoch, String address, int vlan)
            throws CommandRefused {
        return send(process, epoch, address, vlan, backend::sendWithoutPages);
    }

    @FunctionalInterface
    private interface Sending {
        ProcessBackend.Sent send(String process, Epoch epoch, ImageRoute way, ProcessBackend.HandOver handOver)
                throws CommandRefused;
    }

    private ProcessBackend.Sent send(String process, Epoch epoch, String address, int vlan, Sending sending)
            throws CommandRefused {
        FutureTask<ProcessBackend.Sent> transfer = on(process, copy -> {
            requireAlive(copy, epoch);
            requireFrozen(copy);
            if (copy.transfer == null) {
                ImageRoute way = way(copy, address, vlan);
                copy.transfer = new FutureTask<>(
                        () -> sending.send(process, epoch, way, () -> handOver(process, epoch)));
            }
            return copy.transfer;
        });
        return await(process, transfer, copy -> {
            copy.transfer = copy.transfer == transfer ? null : copy.transfer;
            return null;
        });
    }

    /** Joins a transfer, or makes it. @param failed so that it can be tried again */
    private ProcessBackend.Sent await(String process, FutureTask<ProcessBackend.Sent> transfer, Work<Void> failed)
            throws CommandRefused {
        transfer.run();
        try {
            return transfer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the PMC is shutting down");
        } catch (ExecutionException e) {
            on(process, failed);
            if (e.getCause() instanceof CommandRefused refused) {
                throw refused;
            }
            throw new CommandRefused("the transfer of process %s broke: %s".formatted(process, e.getCause()));
        }
    }

    /** Says that the users of an epoch are about to come: from now on this server does not leave them waiting. */
    public void expectUsers(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            if (copy.record().state() == LocalCopyState.RUNNING && copy.record().resumed().equals(epoch)) {
                return null;
            }
            requireAlive(copy, epoch);
            requireStaged(copy);
            copy.save(copy.record().expectingUsers(true));
            return null;
        });
    }

    /** Starts a staged process, at its address. */
    public void resume(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            resume(copy, epoch);
            return null;
        });
    }

    private void resume(LocalCopy copy, Epoch epoch) throws CommandRefused {
        CopyRecord record = copy.record();
        if (record.state() == LocalCopyState.RUNNING && record.resumed().equals(epoch)) {
            return;
        }
        requireAlive(copy, epoch);
        requireStaged(copy);
        String virtualIp = record.terms().virtualIp();
        if (!virtualIp.isEmpty() && !backend.holds(virtualIp)) {
            throw new CommandRefused("process %s needs %s, which is not here: claim it first".formatted(
                    copy.process(), virtualIp));
        }
        act(copy, record.about(Intent.RESUME), () -> backend.resume(copy.process()));
        copy.save(copy.record().resumedBy(epoch));
    }

    /** After a post-copy's resume: returns when all of the process's pages are here. */
    public void fetchPages(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
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
        LocalCopy copy = copy(process);
        try {
            if (!copy.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return Fenced.UNDECIDED;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fenced.UNDECIDED;
        }
        try {
            return settled(copy, settled -> fence(settled, epoch, controller));
        } finally {
            copy.lock.unlock();
        }
    }

    private Fenced fence(LocalCopy copy, Epoch epoch, boolean controller) throws CommandRefused {
        CopyRecord record = copy.record();
        if (record.state() == LocalCopyState.FROZEN || isLost(record, epoch) || goesOnByAnother(record, epoch)) {
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
            reconciliation.release(record);
        }
        return Fenced.FENCED;
    }

    /** It was resumed here, and can run nowhere any more: what the source has of it may be the last. */
    private static boolean isLost(CopyRecord record, Epoch epoch) {
        return record.state() == LocalCopyState.ABSENT && !record.owner() && !epoch.equals(Epoch.NONE)
                && record.resumed().equals(epoch) && record.dead().equals(epoch);
    }

    private static boolean goesOnByAnother(CopyRecord record, Epoch epoch) {
        return record.state() == LocalCopyState.STAGED && record.active().compareTo(epoch) > 0
                && !record.isDead(record.active());
    }

    /**
     * Removes what this server has of a migration: its address first, the lock of its connections last.
     *
     * @param migrated must be true to remove the frozen process at the source: the caller knows that it runs elsewhere
     */
    public void discard(String process, Epoch epoch, boolean migrated) throws CommandRefused {
        on(process, copy -> {
            CopyRecord record = copy.record();
            boolean lost = isLost(copy) && record.resumed().equals(epoch);
            if (record.state() == LocalCopyState.RUNNING && !lost) {
                throw new CommandRefused("process %s runs here, a running process is not discarded"
                        .formatted(process));
            }
            if (record.state() != LocalCopyState.ABSENT) {
                requireActive(copy, epoch);
                if (record.state() == LocalCopyState.FROZEN && !migrated) {
                    throw new CommandRefused("process %s is frozen here and may be the only copy; thaw it, or say "
                            .formatted(process) + "'migrated' if it runs at the other site");
                }
                discard(copy, epoch, migrated || lost);
            }
            if (migrated && copy.record().owner()) {
                copy.save(copy.record().givenAway());
            }
            end(copy, epoch);
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
            reconciliation.release(before);
        } catch (CommandRefused e) {
            copy.save(before);
            throw e;
        }
        act(copy, copy.record(), () -> backend.discard(copy.process()));
        copy.save(copy.record().now(LocalCopyState.ABSENT));
    }

    /**
     * Says that nothing is here to thaw, and that this server does not start the process either: what the target has of
     * a fenced epoch may go on by the next one.
     */
    public void giveUp(String process, Epoch epoch, Epoch next) throws CommandRefused {
        on(process, copy -> {
            CopyRecord record = copy.record();
            requireLater(epoch, next);
            if (record.state() != LocalCopyState.ABSENT || record.owner()) {
                throw new CommandRefused("process %s is %s here, and belongs to this server: it is not given up"
                        .formatted(process, record.state()));
            }
            if (!record.isHeldBy(epoch)) {
                requireAlive(copy, next);
            }
            if (!record.isHeldBy(next)) {
                copy.save(record.passedOn(epoch, next));
            }
            return null;
        });
    }

    /** The fenced image that is here goes on by the next epoch: the source has given its copy up. */
    public void adopt(String process, Epoch epoch, Epoch next) throws CommandRefused {
        on(process, copy -> {
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
        on(process, copy -> {
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
            act(copy, record.passedOn(epoch, next).about(Intent.RESTART), () -> backend.stageForRestart(process));
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
        on(process, copy -> {
            if (copy.record().state() != LocalCopyState.RUNNING) {
                requireAlive(copy, epoch);
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
        on(process, copy -> {
            CopyRecord record = copy.record();
            if (record.state() == LocalCopyState.RUNNING) {
                throw new CommandRefused("process %s runs here and needs %s".formatted(process, virtualIp));
            }
            if (record.state() == LocalCopyState.FROZEN) {
                requireAlive(copy, epoch);
            } else if (record.state() != LocalCopyState.ABSENT) {
                requireActive(copy, epoch);
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
        LocalCopy copy = copy(process);
        CopyRecord record = on(process, LocalCopy::record);
        return switch (record.state()) {
            case RUNNING -> Optional.empty();
            case ABSENT -> {
                if (!copy.isRecorded()) {
                    yield Optional.of(("there is no record of process %s here, so it may run elsewhere: look, and "
                            + "start it by hand").formatted(process));
                }
                if (!isHere(record) && copy.isWaiting(clock.getAsLong())) {
                    yield Optional.of("process %s may go on at the site it was moved to by epoch %s: ask again"
                            .formatted(process, last(record)));
                }
                yield isHere(record) || isFencedElsewhere(process, record) ? Optional.empty()
                        : Optional.of("process %s may run at the site it was moved to by epoch %s".formatted(process,
                                last(record)));
            }
            default -> Optional.of("process %s is %s here, in the hands of epoch %s".formatted(process, record.state(),
                    record.active()));
        };
    }

    /** Whether nobody else can have anything of a process that is not running here. */
    private static boolean isHere(CopyRecord record) {
        return record.owner() && (record.active().equals(Epoch.NONE) || record.terms().peers().isEmpty());
    }

    private static Epoch last(CopyRecord record) {
        return record.active().equals(Epoch.NONE) ? record.dead() : record.active();
    }

    /** From then on the process belongs here, and is given up to nobody. */
    private boolean isFencedElsewhere(String process, CopyRecord record) throws CommandRefused {
        return peers.fence(record.terms(), process, last(record)).equals(Optional.of(Fenced.FENCED))
                && on(process, copy -> {
                    boolean unchanged = copy.record().equals(record);
                    if (unchanged) {
                        copy.save(record.owned());
                    }
                    return unchanged;
                });
    }

    /**
     * Settles every migration in which the controller has been silent for too long. To be called again and again.
     *
     * <p>The source thaws what was never handed over, or what the target has fenced, and discards what runs there; on
     * any other answer, and on none, it stays frozen and asks again. The target resumes a process whose users are
     * coming.
     */
    public void settleOverdue() {
        settleOverdue(Runnable::run);
    }

    /** @param each settles a process, while others need not wait for its peer */
    public void settleOverdue(Executor each) {
        for (LocalCopy copy : copies.values()) {
            if (!copy.isRecorded() && backend.runs(copy.process())) {
                noteRunning(copy.process());
            }
            if (copy.isOverdue(clock.getAsLong()) && isToSettle(copy.record()) && copy.beginSettling()) {
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
            copy.tryAgainLater(clock.getAsLong());
        }
    }

    /** Without a record of it, a server that boots would not start the service. */
    private void noteRunning(String process) {
        try {
            on(process, LocalCopy::record);
        } catch (CommandRefused e) {
            LOG.warn("{}: it cannot be noted that it runs here: {}", process, e.getMessage());
        }
    }

    private static boolean isToSettle(CopyRecord record) {
        return record.intent() != Intent.NONE || record.state() == LocalCopyState.FROZEN
                || record.state() == LocalCopyState.STAGED && record.usersComing() && !record.isDead(record.active());
    }

    /** What a PMC does about a process when the controller is silent. */
    public void settle(String process) throws CommandRefused {
        CopyRecord record = on(process, LocalCopy::record);
        if (record.state() == LocalCopyState.FROZEN) {
            settleSource(process, record);
        } else if (isToSettle(record) && record.state() == LocalCopyState.STAGED) {
            settleTarget(process, record);
        }
    }

    /** While this PMC was dead, an operator may have declared its server lost, and had the process go on elsewhere. */
    private void settleTarget(String process, CopyRecord record) throws CommandRefused {
        Epoch epoch = record.active();
        Optional<Fenced> source = copy(process).expectedUsersBefore() ? peers.fence(record.terms(), process, epoch)
                : Optional.empty();
        if (source.equals(Optional.of(Fenced.RUNNING_COMPLETE))
                || source.equals(Optional.of(Fenced.RUNNING_PAGES_TO_COME))) {
            LOG.warn("{}: it runs at the other server, so epoch {} is given up here", process, epoch);
            fence(process, epoch, true);
            discardFenced(process, epoch);
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
            discard(process, epoch, true);
        } else if (answer == Fenced.FENCED) {
            thawAlone(process, epoch, record.handedOver());
            if (record.handedOver()) {
                peers.tellRunning(record.terms(), process, epoch);
            }
        }
    }

    /** @param handedOver as it was when this was decided: if the image has gone since, the target has to be asked */
    private void thawAlone(String process, Epoch epoch, boolean handedOver) throws CommandRefused {
        on(process, copy -> {
            CopyRecord record = copy.record();
            if (record.state() == LocalCopyState.FROZEN && record.isHeldBy(epoch)
                    && (record.handedOver() == handedOver || record.isDead(epoch))) {
                thaw(copy, epoch);
                end(copy, epoch);
            }
            return null;
        });
    }

    /** If it cannot be resumed here, the source may have it back. */
    private void resumeForUsers(String process, Epoch epoch) throws CommandRefused {
        on(process, copy -> {
            try {
                resume(copy, epoch);
            } catch (CommandRefused e) {
                copy.save(copy.record().expectingUsers(false));
                throw e;
            }
            return null;
        });
    }

    /** The source says that a fenced process runs there again: its image here is of no use any more. */
    public void discardFenced(String process, Epoch epoch) throws CommandRefused {
        CopyRecord record = on(process, LocalCopy::record);
        if (record.isDead(epoch) && record.isHeldBy(epoch) && (record.state() == LocalCopyState.STAGED
                || record.state() == LocalCopyState.RECEIVING)) {
            discard(process, epoch, false);
        }
    }

    /** The key that the other server of a migration must prove to have; empty if none was agreed on. */
    public Optional<String> peerKey(String process) throws CommandRefused {
        String key = copy(process).record().terms().peerKey();
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    private static LocalCopy requireRunning(LocalCopy copy, String done) throws CommandRefused {
        if (copy.record().state() != LocalCopyState.RUNNING) {
            throw new CommandRefused("process %s is %s here, only a running one can be %s".formatted(copy.process(),
                    copy.record().state(), done));
        }
        return copy;
    }

    private static void requireFrozen(LocalCopy copy) throws CommandRefused {
        if (copy.record().state() != LocalCopyState.FROZEN) {
            throw new CommandRefused("process %s is %s here, only a frozen one can be sent"
                    .formatted(copy.process(), copy.record().state()));
        }
    }

    private static void requireStaged(LocalCopy copy) throws CommandRefused {
        if (copy.record().state() != LocalCopyState.STAGED) {
            throw new CommandRefused("process %s is %s here, only a staged one can be resumed"
                    .formatted(copy.process(), copy.record().state()));
        }
    }

    private void requireComplete(String process) throws CommandRefused {
        if (!backend.isComplete(process)) {
            throw new CommandRefused("process %s still waits for pages from the server it came from".formatted(
                    process));
        }
    }

    private static void requireAlive(LocalCopy copy, Epoch epoch) throws CommandRefused {
        if (copy.record().isDead(epoch)) {
            throw new CommandRefused("epoch %s of process %s is dead".formatted(epoch, copy.process()));
        }
        requireActive(copy, epoch);
    }

    /** What was never taken here may have been fenced before this server lost its records. */
    private static void requireTaken(LocalCopy copy, Epoch epoch) throws CommandRefused {
        requireAlive(copy, epoch);
        if (!copy.record().isHeldBy(epoch)) {
            throw new CommandRefused("process %s was not taken by epoch %s here: reserve it first".formatted(
                    copy.process(), epoch));
        }
    }

    private static void requireActive(LocalCopy copy, Epoch epoch) throws CommandRefused {
        Epoch active = copy.record().active();
        if (!active.equals(Epoch.NONE) && !active.equals(epoch)) {
            throw new CommandRefused("process %s is in the hands of epoch %s, epoch %s has to wait"
                    .formatted(copy.process(), active, epoch));
        }
    }

    private void end(LocalCopy copy, Epoch epoch) throws CommandRefused {
        if (!copy.record().isDead(epoch)) {
            requireActive(copy, epoch);
        }
        CopyRecord ended = copy.record().ended(epoch);
        if (ended.active().equals(Epoch.NONE)) {
            copy.firstTransfer = null;
            backend.discardFirst(copy.process());
        }
        copy.save(ended);
    }
}
