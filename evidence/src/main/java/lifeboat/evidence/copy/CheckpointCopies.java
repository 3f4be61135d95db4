package lifeboat.evidence.copy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.OwnersFile;
import lifeboat.evidence.time.TimeStampAuthority;
import lifeboat.evidence.time.TimeStampException;
import lifeboat.evidence.time.WithoutPassword;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each checkpoint away, and has it time-stamped, in the background: no migration waits for it. One that did not
 * arrive is told in the log, and not sent again: the next one says all that it says.
 */
public final class CheckpointCopies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCopies.class);
    private static final long PATIENCE_SECONDS = 15;

    private final Map<URI, CheckpointDestination> destinations = new LinkedHashMap<>();
    private final Optional<TimeStampAuthority> authority;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "checkpoint-copies");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws IllegalArgumentException if an address is none for checkpoints */
    public CheckpointCopies(List<URI> addresses, Optional<URI> timeStampAuthority) {
        addresses.forEach(address -> destinations.put(address, CheckpointDestination.of(address)));
        this.authority = timeStampAuthority.map(TimeStampAuthority::new);
    }

    /** @param note the file of a checkpoint, beside which its time stamp will be */
    public void send(Path note) {
        sender.execute(() -> {
            try {
                String text = Files.readString(note);
                for (Map.Entry<URI, CheckpointDestination> destination : destinations.entrySet()) {
                    send(text, destination.getKey(), destination.getValue());
                }
                if (authority.isPresent()) {
                    OwnersFile.write(EvidenceFolder.timeStampOf(note), authority.get().stamp(
                            Files.readAllBytes(note)));
                }
            } catch (IOException | TimeStampException | RuntimeException e) {
                LOG.warn("Checkpoint {} has no time stamp: {}", note.getFileName(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void send(String text, URI address, CheckpointDestination destination) throws InterruptedException {
        try {
            destination.send(text);
        } catch (IOException | RuntimeException e) {
            LOG.warn("A checkpoint did not get to {}: {}", WithoutPassword.of(address), e.toString());
        }
    }

    /** Waits for those that are on their way. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Checkpoints were not sent away: nobody answered within {} s", PATIENCE_SECONDS);
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
