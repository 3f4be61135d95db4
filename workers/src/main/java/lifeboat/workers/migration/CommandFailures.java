package lifeboat.workers.migration;

import io.camunda.client.api.worker.BackoffSupplier;
import io.camunda.client.jobhandling.CommandExceptionHandlingStrategy;
import io.camunda.client.jobhandling.CommandWrapper;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What becomes of a job whose result the engine did not take. An engine that cannot take it now is told again, for as
 * long as the job is this worker's; the client's own strategy tells it once.
 */
@Component
class CommandFailures implements CommandExceptionHandlingStrategy, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandFailures.class);

    /** The engine cannot take commands now, or it is not known whether it took this one. */
    private static final Set<Status.Code> TO_REPEAT = Set.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED, Status.Code.ABORTED, Status.Code.CANCELLED);

    private final BackoffSupplier backoff;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "command-repetition");
        thread.setDaemon(true);
        return thread;
    });

    CommandFailures(BackoffSupplier backoff) {
        this.backoff = backoff;
    }

    @Override
    public void handleCommandError(CommandWrapper command, Throwable failure) {
        if (TO_REPEAT.contains(Status.fromThrowable(failure).getCode()) && command.hasMoreRetries()) {
            LOG.warn("The engine did not take the result of a job, it is told again: {}", failure.getMessage());
            command.increaseBackoffUsing(backoff);
            command.scheduleExecutionUsing(later);
        } else {
            LOG.warn("The engine did not take the result of a job, which is done again if it is not over: {}: {}",
                    command, failure.getMessage());
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
