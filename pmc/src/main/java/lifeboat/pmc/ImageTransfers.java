package lifeboat.pmc;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Images of this server's copies on their way to another server, and from one. */
final class ImageTransfers {

    private final ProcessBackend backend;
    private final LocalCopies copies;

    ImageTransfers(ProcessBackend backend, LocalCopies copies) {
        this.backend = backend;
        this.copies = copies;
    }

    /**
     * Sends a first image of a process that goes on running here (pre-copy), and returns when it has arrived. From then
     * on the process is in the hands of this epoch, until it is frozen or thawed.
     */
    ProcessBackend.Sent sendFirst(String process, Epoch epoch, String address, int vlan)
            throws CommandRefused {
        FutureTask<ProcessBackend.Sent> transfer = copies.on(process, copy -> {
            copy.requireTaken(epoch);
            copy.requireRunning("sent ahead");
            copies.requireComplete(process);
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

    /** Blocks until the image has arrived. A second call joins the first, or repeats its answer. */
    ProcessBackend.Sent send(String process, Epoch epoch, String address, int vlan) throws CommandRefused {
        return send(process, epoch, address, vlan, backend::send);
    }

    /** The same for a post-copy: the process can resume then, its pages follow. */
    ProcessBackend.Sent sendWithoutPages(String process, Epoch epoch, String address, int vlan)
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
        FutureTask<ProcessBackend.Sent> transfer = copies.on(process, copy -> {
            copy.requireAlive(epoch);
            copy.requireFrozen();
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
    private ProcessBackend.Sent await(String process, FutureTask<ProcessBackend.Sent> transfer,
            LocalCopies.Work<Void> failed)
            throws CommandRefused {
        transfer.run();
        try {
            return transfer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the PMC is shutting down");
        } catch (ExecutionException e) {
            copies.on(process, failed);
            if (e.getCause() instanceof CommandRefused refused) {
                throw refused;
            }
            throw new CommandRefused("the transfer of process %s broke: %s".formatted(process, e.getCause()));
        }
    }

    /** To be called by the back-end before it sends what the target needs to have the whole image. */
    private void handOver(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireAlive(epoch);
            copy.requireFrozen();
            copy.save(copy.record().handingOver());
            return null;
        });
    }

    /**
     * To be called by the back-end for each image that comes in.
     *
     * @param sender the fingerprint of the key its sender proved to have; empty if it is not encrypted
     */
    void admit(String process, Epoch epoch, Optional<String> sender) throws CommandRefused {
        copies.on(process, copy -> {
            Optional<String> wanted = peerKey(copy);
            if (!wanted.equals(sender)) {
                throw new CommandRefused(wanted.isEmpty() ? "images of process %s are not encrypted in epoch %s"
                        .formatted(process, epoch) : "only the server with the key %s may send process %s"
                        .formatted(wanted.get(), process));
            }
            return copy.requireAwaited(epoch);
        });
    }

    /** Prepares for an image. */
    void receive(String process, Epoch epoch) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireTaken(epoch);
            LocalCopyState state = copy.record().state();
            if (state == LocalCopyState.ABSENT) {
                copy.save(copy.record().now(LocalCopyState.RECEIVING));
            } else if (state != LocalCopyState.RECEIVING && state != LocalCopyState.STAGED) {
                throw new CommandRefused("process %s is %s here, it cannot be received".formatted(process, state));
            }
            return null;
        });
    }

    /** To be called by the back-end when an image is here whole, while nobody else is at the copy. */
    void arrived(String process, Epoch epoch, PmcMigrations.Arrival arrival) throws CommandRefused {
        copies.on(process, copy -> {
            copy.requireAwaited(epoch);
            if (copy.record().state() == LocalCopyState.STAGED) {
                throw new CommandRefused("the whole image of process %s is here already".formatted(process));
            }
            if (arrival.take()) {
                copy.save(copy.record().now(LocalCopyState.STAGED));
            }
            return null;
        });
    }

    private static Optional<String> peerKey(LocalCopy copy) {
        AgreedTerms terms = copy.record().terms();
        return terms.encrypted() ? Optional.of(terms.peerKey()) : Optional.empty();
    }

    private static ImageRoute way(LocalCopy copy, String address, int vlan) {
        return new ImageRoute(address, vlan, peerKey(copy));
    }
}
