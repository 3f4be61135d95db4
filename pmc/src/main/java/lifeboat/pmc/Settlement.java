package lifeboat.pmc;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks again and again for migrations whose controller has fallen silent. */
public final class Settlement implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "settlement");
        thread.setDaemon(true);
        return thread;
    });

    /** @param settleOverdue see {@link ProcessMigrationController#settleOverdue()} */
    public Settlement(Runnable settleOverdue) {
        watch.scheduleWithFixedDelay(settleOverdue, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
