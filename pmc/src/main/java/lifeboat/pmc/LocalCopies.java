package lifeboat.pmc;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's copies: one of each process, one at a time at each. Each is compared with what is really here before it
 * is worked on, and what is about to be done to it is written down first.
 */
final class LocalCopies {

    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);

    private final ProcessBackend backend;
    private final CopyStore store;
    private final LongSupplier clock;
    private final Reconciliation reconciliation;
    private final Map<String, LocalCopy> copies = new ConcurrentHashMap<>();
    private final Object vlans = new Object();

    /** @param clock tells nanoseconds, and never jumps */
    LocalCopies(ProcessBackend backend, CopyStore store, LongSupplier clock) {
        this.backend = backend;
        this.store = store;
        this.clock = clock;
        this.reconciliation = new Reconciliation(backend);
    }

    /** Does something with a copy while nobody else does. */
    @FunctionalInterface
    interface Work<T> {
        T with(LocalCopy copy) throws CommandRefused;
    }

    /** An action of the back-end. */
    @FunctionalInterface
    interface Action {
        void run() throws CommandRefused;
    }

    <T> T on(String process, Work<T> work) throws CommandRefused {
        LocalCopy copy = copy(process);
        copy.lock.lock();
        try {
            return settled(copy, work);
        } finally {
            copy.lock.unlock();
        }
    }

    /** @return empty if somebody else is at the copy for longer than that */
    <T> Optional<T> onWithin(Duration patience, String process, Work<T> work) throws CommandRefused {
        LocalCopy copy = copy(process);
        try {
            if (!copy.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(settled(copy, work));
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
    LocalCopy copy(String process) throws CommandRefused {
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

    Collection<LocalCopy> known() {
        return copies.values();
    }

    /** The deadline of what is agreed on counts from now. */
    void waitFromNow(LocalCopy copy) {
        copy.waitFrom(clock.getAsLong());
    }

    long now() {
        return clock.getAsLong();
    }

    /** Takes a VLAN that no other copy here has. @param alone whether no other copy may have any */
    void reserveVlan(LocalCopy copy, int vlan, boolean alone) throws CommandRefused {
        synchronized (vlans) {
            for (String other : store.processes()) {
                int taken = other.equals(copy.process()) ? 0 : copy(other).record().vlan();
                if (taken == vlan || alone && taken != 0) {
                    throw new CommandRefused(alone ? ("this server's port carries one migration at a time, and "
                            + "has that of process %s in VLAN %d").formatted(other, taken)
                            : "VLAN %d is that of process %s here".formatted(vlan, other));
                }
            }
            copy.save(copy.record().travellingIn(vlan));
        }
    }

    /**
     * Writes the intent, acts, and where the action does not say that it is done, looks. Returns when it is done,
     * whatever was said.
     */
    void act(LocalCopy copy, CopyRecord intent, Action action) throws CommandRefused {
        copy.save(intent);
        try {
            action.run();
        } catch (CommandRefused | RuntimeException e) {
            reconciliation.finish(copy);
            if (intent.intent().isDone(copy.record().state())) {
                LOG.warn("{}: {} is done, although it was said: {}", copy.process(), intent.intent(), e.getMessage());
                return;
            }
            throw e;
        }
    }

    void end(LocalCopy copy, Epoch epoch) throws CommandRefused {
        if (!copy.record().isDead(epoch)) {
            copy.requireActive(epoch);
        }
        CopyRecord ended = copy.record().ended(epoch);
        if (ended.active().equals(Epoch.NONE)) {
            copy.firstTransfer = null;
            backend.discardFirst(copy.process());
        }
        copy.save(ended);
    }

    /** A process whose pages are still coming cannot go on to another server. */
    void requireComplete(String process) throws CommandRefused {
        if (!backend.isComplete(process)) {
            throw new CommandRefused("process %s still waits for pages from the server it came from".formatted(
                    process));
        }
    }

    /** Gives the service's address up, if it is known and here. */
    void releaseAddress(CopyRecord record) throws CommandRefused {
        reconciliation.release(record);
    }
}
