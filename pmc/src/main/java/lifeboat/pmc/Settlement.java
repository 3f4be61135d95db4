package lifeboat.pmc;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks again and again for migrations whose controller has fallen silent, and settles each in a thread of its own. */
public final class Settlement implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            task -> daemon(task, "settlement"));
    private final ExecutorService each = Executors.newCachedThreadPool(task -> daemon(task, "settlement-of-one"));

    /** @param settleOverdue see {@link PmcMigrations#settleOverdue(Executor)} */
    public Settlement(Consumer<Executor> settleOverdue) {
        watch.scheduleWithFixedDelay(() -> settleOverdue.accept(each), LOOK.toMillis(), LOOK.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        watch.shutdownNow();
        each.shutdownNow();
    }
}
