package lifeboat.pmc;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One server's part in migrations: which copy of which process is here, for which epoch, and what may happen to it
 * next. Every command is idempotent. An epoch that was thawed, discarded or resumed is dead: its other commands are
 * refused however late they arrive, so a source that was thawed and a target that was resumed exclude each other.
 */
public class ProcessMigrationController {

    private static final class Copy {
        private CopyState state = CopyState.ABSENT;
        private Epoch active = Epoch.NONE;
        private Epoch dead = Epoch.NONE;
        private Epoch encrypted = Epoch.NONE;
        private String peerKey = "";
        private FutureTask<ProcessBackend.Sent> firstTransfer;
        private FutureTask<ProcessBackend.Sent> transfer;

        private Optional<String> peerKey(Epoch epoch) {
            return encrypted.equals(epoch) ? Optional.of(peerKey) : Optional.empty();
        }
    }

    private final ProcessBackend backend;
    private final CopyStore store;
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();

    public ProcessMigrationController(ProcessBackend backend, CopyStore store) {
        this.backend = backend;
        this.store = store;
        store.load().forEach((process, entry) -> {
            Copy copy = new Copy();
            copy.state = entry.state();
            copy.active = new Epoch(entry.active());
            copy.dead = new Epoch(entry.dead());
            copy.encrypted = new Epoch(entry.encrypted());
            copy.peerKey = entry.peerKey();
            copies.put(process, copy);
        });
    }

    public boolean isKnown(String process) {
        return backend.isKnown(process);
    }

    /** What {@code status} answers. */
    public record Status(String process, CopyState state, Epoch active, Epoch dead, long imageBytes,
            long firstImageBytes, int connections, boolean complete,
            Optional<String> peerKey) {
    }

    public Status status(String process) {
        Copy copy = copy(process);
        synchronized (copy) {
            boolean here = copy.state != CopyState.ABSENT;
            return new Status(process, copy.state, copy.active, copy.dead, here ? backend.imageBytes(process) : 0,
                    backend.firstImageBytes(process), here ? backend.connections(process) : 0,
                    copy.state != CopyState.RUNNING || backend.isComplete(process),
                    copy.peerKey(copy.encrypted).filter(key -> !key.isEmpty()));
        }
    }

    /** How much memory a process that runs here has, and how much of it is changing. */
    public ProcessBackend.Memory memory(String process) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireRunning(process, copy, "watched");
        }
        return backend.memory(process);
    }

    /**
     * Sends a first image of a process that goes on running here (pre-copy), and returns when it has arrived. From then
     * on the process is in the hands of this epoch, until it is frozen or thawed.
     */
    public ProcessBackend.Sent sendFirst(String process, Epoch epoch, String address, int vlan)
            throws RefusedException {
        Copy copy = copy(process);
        FutureTask<ProcessBackend.Sent> transfer;
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            requireRunning(process, copy, "sent ahead");
            requireComplete(process);
            copy.active = epoch;
            save();
            if (copy.firstTransfer == null) {
                Way way = new Way(address, vlan, copy.peerKey(epoch));
                copy.firstTransfer = new FutureTask<>(() -> backend.sendFirst(process, epoch, way));
            }
            transfer = copy.firstTransfer;
        }
        return await(process, transfer, () -> {
            synchronized (copy) {
                copy.firstTransfer = copy.firstTransfer == transfer ? null : copy.firstTransfer;
            }
        });
    }

    public void freeze(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            if (copy.state == CopyState.FROZEN) {
                return;
            }
            requireRunning(process, copy, "frozen");
            requireComplete(process);
            if (copy.firstTransfer != null && !copy.firstTransfer.isDone()) {
                throw new RefusedException("the first image of process %s is still on its way".formatted(process));
            }
            backend.freeze(process);
            copy.state = CopyState.FROZEN;
            copy.active = epoch;
            copy.transfer = null;
            save();
        }
    }

    public void thaw(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            if (copy.state == CopyState.FROZEN && copy.active.equals(epoch)) {
                backend.thaw(process);
                copy.state = CopyState.RUNNING;
            } else if (copy.state != CopyState.RUNNING) {
                throw new RefusedException("process %s is %s here for epoch %s, there is nothing of epoch %s to thaw"
                        .formatted(process, copy.state, copy.active, epoch));
            }
            end(process, copy, epoch);
        }
    }

    /** The fingerprint of this server's key for encrypted images. */
    public String imageKey() throws RefusedException {
        return backend.imageKey();
    }

    /** Lets the images of an epoch travel encrypted only, to or from the server with this key. */
    public void encrypt(String process, Epoch epoch, String peerKey) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            copy.encrypted = epoch;
            copy.peerKey = peerKey;
            save();
        }
    }

    /**
     * To be called by the back-end for each image that comes in.
     *
     * @param sender the fingerprint of the key its sender proved to have; empty if it is not encrypted
     */
    public void admit(String process, Epoch epoch, Optional<String> sender) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            Optional<String> wanted = copy.peerKey(epoch);
            if (!wanted.equals(sender)) {
                throw new RefusedException(wanted.isEmpty() ? "images of process %s are not encrypted in epoch %s"
                        .formatted(process, epoch) : "only the server with the key %s may send process %s"
                        .formatted(wanted.get(), process));
            }
            requireAwaited(process, epoch);
        }
    }

    /** @throws RefusedException if no image of this process and epoch is expected here */
    public void requireAwaited(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            if (copy.state != CopyState.RECEIVING && copy.state != CopyState.STAGED) {
                throw new RefusedException("nobody is waiting for an image of process %s".formatted(process));
            }
        }
    }

    /** Prepares for an image. */
    public void receive(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            if (copy.state == CopyState.ABSENT) {
                copy.state = CopyState.RECEIVING;
                copy.active = epoch;
                save();
            } else if (copy.state != CopyState.RECEIVING && copy.state != CopyState.STAGED) {
                throw new RefusedException("process %s is %s here, it cannot be received".formatted(process,
                        copy.state));
            }
        }
    }

    /** To be called by the back-end when the whole image is here. */
    public void received(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireAwaited(process, epoch);
            copy.state = CopyState.STAGED;
            save();
        }
    }

    /** Blocks until the image has arrived. A second call joins the first, or repeats its answer. */
    public ProcessBackend.Sent send(String process, Epoch epoch, String address, int vlan) throws RefusedException {
        return send(process, epoch, address, vlan, backend::send);
    }

    /** The same for a post-copy: the process can resume then, its pages follow. */
    public ProcessBackend.Sent sendWithoutPages(String process, Epoch epoch, String address, int vlan)
            throws RefusedException {
        return send(process, epoch, address, vlan, backend::sendWithoutPages);
    }

    @FunctionalInterface
    private interface Sending {
        ProcessBackend.Sent send(String process, Epoch epoch, Way way) throws RefusedException;
    }

    private ProcessBackend.Sent send(String process, Epoch epoch, String address, int vlan, Sending sending)
            throws RefusedException {
        Copy copy = copy(process);
        FutureTask<ProcessBackend.Sent> transfer;
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            if (copy.state != CopyState.FROZEN) {
                throw new RefusedException("process %s is %s here, only a frozen one can be sent"
                        .formatted(process, copy.state));
            }
            if (copy.transfer == null) {
                Way way = new Way(address, vlan, copy.peerKey(epoch));
                copy.transfer = new FutureTask<>(() -> sending.send(process, epoch, way));
            }
            transfer = copy.transfer;
        }
        return await(process, transfer, () -> {
            synchronized (copy) {
                copy.transfer = copy.transfer == transfer ? null : copy.transfer;
            }
        });
    }

    /** Joins a transfer, or makes it. @param failed so that it can be tried again */
    private static ProcessBackend.Sent await(String process, FutureTask<ProcessBackend.Sent> transfer, Runnable failed)
            throws RefusedException {
        transfer.run();
        try {
            return transfer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the PMC is shutting down");
        } catch (ExecutionException e) {
            failed.run();
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new RefusedException("the transfer of process %s broke: %s".formatted(process, e.getCause()));
        }
    }

    public void resume(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            if (copy.state == CopyState.RUNNING && copy.dead.equals(epoch)) {
                return;
            }
            requireAlive(process, copy, epoch);
            if (copy.state != CopyState.STAGED) {
                throw new RefusedException("process %s is %s here, only a staged one can be resumed"
                        .formatted(process, copy.state));
            }
            backend.resume(process);
            copy.state = CopyState.RUNNING;
            end(process, copy, epoch);
        }
    }

    /** After a post-copy's resume: returns when all of the process's pages are here. */
    public void fetchPages(String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            if (copy.state != CopyState.RUNNING || !copy.dead.equals(epoch)) {
                throw new RefusedException("process %s was not resumed here by epoch %s".formatted(process, epoch));
            }
        }
        backend.fetchPages(process);
    }

    /**
     * Removes what this server has of a migration.
     *
     * @param migrated must be true to remove the frozen process at the source: the caller knows that it runs elsewhere
     */
    public void discard(String process, Epoch epoch, boolean migrated) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            if (copy.state == CopyState.RUNNING) {
                throw new RefusedException("process %s runs here, a running process is not discarded"
                        .formatted(process));
            }
            if (copy.state != CopyState.ABSENT) {
                requireActive(process, copy, epoch);
                if (copy.state == CopyState.FROZEN && !migrated) {
                    throw new RefusedException("process %s is frozen here and may be the only copy; thaw it, or say "
                            .formatted(process) + "'migrated' if it runs at the other site");
                }
                backend.discard(process);
                copy.state = CopyState.ABSENT;
            }
            end(process, copy, epoch);
        }
    }

    /** Takes the address, for a process this server has or is about to run. */
    public void claim(String virtualIp, String process, Epoch epoch) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            requireAlive(process, copy, epoch);
            if (copy.state == CopyState.ABSENT) {
                throw new RefusedException("there is no copy of process %s here to answer on %s".formatted(process,
                        virtualIp));
            }
            if (!backend.holds(virtualIp)) {
                backend.claim(virtualIp);
            }
        }
    }

    /** Gives the address up, unless the process it belongs to runs here. */
    public void release(String virtualIp, String process) throws RefusedException {
        Copy copy = copy(process);
        synchronized (copy) {
            if (copy.state == CopyState.RUNNING) {
                throw new RefusedException("process %s runs here and needs %s".formatted(process, virtualIp));
            }
            if (backend.holds(virtualIp)) {
                backend.release(virtualIp);
            }
        }
    }

    public boolean holds(String virtualIp) throws RefusedException {
        return backend.holds(virtualIp);
    }

    private Copy copy(String process) {
        Copy copy = copies.computeIfAbsent(process, name -> new Copy());
        synchronized (copy) {
            if (copy.state == CopyState.ABSENT && backend.runs(process)) {
                copy.state = CopyState.RUNNING;
            } else if (copy.state == CopyState.RUNNING && !backend.runs(process)) {
                copy.state = CopyState.ABSENT;
            }
        }
        return copy;
    }

    private static void requireRunning(String process, Copy copy, String done) throws RefusedException {
        if (copy.state != CopyState.RUNNING) {
            throw new RefusedException("process %s is %s here, only a running one can be %s".formatted(process,
                    copy.state, done));
        }
    }

    private void requireComplete(String process) throws RefusedException {
        if (!backend.isComplete(process)) {
            throw new RefusedException("process %s still waits for pages from the server it came from".formatted(
                    process));
        }
    }

    private static void requireAlive(String process, Copy copy, Epoch epoch) throws RefusedException {
        if (epoch.compareTo(copy.dead) <= 0) {
            throw new RefusedException("epoch %s of process %s is dead".formatted(epoch, process));
        }
        requireActive(process, copy, epoch);
    }

    private static void requireActive(String process, Copy copy, Epoch epoch) throws RefusedException {
        if (!copy.active.equals(Epoch.NONE) && !copy.active.equals(epoch)) {
            throw new RefusedException("process %s is in the hands of epoch %s, epoch %s has to wait"
                    .formatted(process, copy.active, epoch));
        }
    }

    private void end(String process, Copy copy, Epoch epoch) {
        if (epoch.compareTo(copy.dead) > 0) {
            copy.dead = epoch;
        }
        if (copy.active.equals(epoch)) {
            copy.active = Epoch.NONE;
        }
        if (copy.active.equals(Epoch.NONE)) {
            copy.firstTransfer = null;
            copy.encrypted = Epoch.NONE;
            copy.peerKey = "";
            backend.discardFirst(process);
        }
        save();
    }

    private void save() {
        Map<String, CopyStore.Entry> entries = new TreeMap<>();
        copies.forEach((process, copy) -> entries.put(process,
                new CopyStore.Entry(copy.state, copy.active.number(), copy.dead.number(),
                        copy.encrypted.number(), copy.peerKey)));
        synchronized (store) {
            store.save(entries);
        }
    }
}
