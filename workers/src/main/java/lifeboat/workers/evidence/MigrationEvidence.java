package lifeboat.workers.evidence;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lifeboat.evidence.copy.CheckpointCopies;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceLog;
import lifeboat.evidence.record.Fact;
import lifeboat.evidence.record.FactJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The evidence of migrations. A disk that is full stops no migration whose users wait: what cannot be written is
 * written when it can be, and said until then.
 */
@Component
public class MigrationEvidence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationEvidence.class);

    private static final long KEEP_UP_SECONDS = 5;

    private final EvidenceLog log;
    private final CheckpointCopies copies;
    private final CurrentMigration current;
    private final FactJson json = new FactJson();
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "evidence");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws EvidenceException if it cannot be kept there */
    public MigrationEvidence(EvidenceSettings settings, ControllerClock clock, CurrentMigration current)
            throws EvidenceException {
        this.current = current;
        this.copies = new CheckpointCopies(settings.copies(), settings.timeStamps());
        this.log = EvidenceLog.open(settings.folder(), "lifeboat/" + clock.host(), Clock.systemUTC());
        log.append(null, EntryKind.OPENED, clock.opened());
        sign();
        background.scheduleWithFixedDelay(this::keepUp, KEEP_UP_SECONDS, KEEP_UP_SECONDS, TimeUnit.SECONDS);
        settings.retention().ifPresent(retention -> background.scheduleWithFixedDelay(() -> forget(retention), 0, 1,
                TimeUnit.DAYS));
    }

    /** What could not be written, as soon as there is room for it. */
    private void keepUp() {
        if (log.isBehind()) {
            keep();
        }
    }

    private void forget(Period retention) {
        try {
            long forgotten = log.forget(Instant.now().atZone(ZoneOffset.UTC).minus(retention).toInstant());
            if (forgotten > 0) {
                LOG.info("{} entries of the evidence were kept for {}, and are forgotten", forgotten, retention);
            }
        } catch (EvidenceException | RuntimeException e) {
            LOG.warn("What is too old to be kept of the evidence is kept: {}", e.getMessage());
        }
    }

    /** Of the migration that this thread works for. */
    public void write(Fact fact) {
        write(run -> fact);
    }

    /**
     * The same. What is done for no migration is not evidence.
     *
     * @param fact of the try of a step that this thread carries out, null if it does not
     */
    void write(Function<String, Fact> fact) {
        current.work().ifPresent(work -> {
            Fact said = fact.apply(work.run());
            log.append(work.migration(), said.kind(), json.fields(said));
        });
    }

    /** Whether the log says such a thing of a migration already. */
    boolean isSaid(EntryKind kind, long migration) {
        return log.isSaid(kind, String.valueOf(migration));
    }

    /** Has all of it on the disk, if that can be. */
    public void keep() {
        try {
            log.flush();
        } catch (EvidenceException e) {
            LOG.error(e.getMessage());
        }
    }

    /** The same, and signs it. */
    public void sign() {
        try {
            Optional<Path> note = log.checkpoint();
            note.ifPresent(copies::send);
        } catch (EvidenceException e) {
            LOG.error(e.getMessage());
        }
    }

    /** Why what was done is not on the disk; empty if it is. */
    public Optional<String> whyNotKept() {
        try {
            log.flush();
            return Optional.empty();
        } catch (EvidenceException e) {
            return Optional.of(e.getMessage() + ". Make room there: the controller writes it as soon as it can, and as "
                    + "long as it runs.");
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        sign();
        LOG.info("The evidence was written to the disk {} times", log.flushes());
        log.close();
        copies.close();
    }
}
