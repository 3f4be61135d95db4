package lifeboat.workers.migration;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.evidence.CurrentMigration;
import org.springframework.stereotype.Component;

/**
 * Asks a PMC that may be gone with its site, without waiting for all the time that a login may take. Only for what may
 * still arrive there later without harm: a PMC refuses late commands by their epoch.
 */
@Component
class Soon implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "soon");
        thread.setDaemon(true);
        return thread;
    });

    private final CurrentMigration current;

    Soon(CurrentMigration current) {
        this.current = current;
    }

    /** @throws DeviceException.Unreachable also if it takes too long */
    <T> T ask(String what, Steps.Asking<T> question) throws DeviceException {
        Future<T> answer = threads.submit(current.takenAlong(question::ask));
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DeviceException.Unreachable("Could not %s within %d s.".formatted(what, LIMIT.toSeconds()), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException.Unreachable("Could not %s: the controller is shutting down.".formatted(what), e);
        }
    }

    void run(String what, Steps.Action action) throws DeviceException {
        ask(what, () -> {
            action.run();
            return null;
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
