package lifeboat.workers.migration;

import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.jobhandling.CommandExceptionHandlingStrategy;
import io.camunda.client.jobhandling.CommandWrapper;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy;
import io.camunda.client.metrics.MetricsRecorder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.connectors.device.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says to the engine what a worker's exception means. While users may be waiting, whatever a device says or does not
 * say is tried again for as long as it takes, with growing pauses: each try begins by reading the device. Elsewhere
 * it is tried again a few times, and then becomes an incident, as a fault of ours does at once. The message is for the
 * operator, so it is never a stack trace.
 */
@Component
class FailureLanguage implements JobExceptionHandlingStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLanguage.class);
    private static final Duration BACK_OFF = Duration.ofMillis(300);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final int DOUBLINGS = 10;
    private static final int MOST_JOBS = 10_000;

    private final CommandExceptionHandlingStrategy commandFailures;
    private final MetricsRecorder metrics;
    private final Map<Long, Integer> triesOfJobs = new ConcurrentHashMap<>();

    FailureLanguage(CommandExceptionHandlingStrategy commandFailures, MetricsRecorder metrics) {
        this.commandFailures = commandFailures;
        this.metrics = metrics;
    }

    @Override
    public void handleException(Exception exception, ExceptionHandlingContext context) {
        if (exception instanceof BpmnError error) {
            LOG.warn("{}: {}", context.job().getElementId(), error.getErrorMessage());
            send(context, context.jobClient().newThrowErrorCommand(context.job().getKey())
                    .errorCode(error.getErrorCode()).errorMessage(error.getErrorMessage())
                    .variables(error.getVariables()), MetricsRecorder.ACTION_BPMN_ERROR);
        } else if (exception instanceof Steps.LeaseLost) {
            LOG.warn(exception.getMessage());
        } else if (SessionMigration.TRIED_AS_LONG_AS_IT_TAKES.contains(context.job().getType())
                && (exception instanceof DeviceException || exception instanceof ClientException)) {
            fail(context, context.job().getRetries(), pauseAfter(context.job().getKey()), exception.getMessage());
        } else if (exception instanceof DeviceException || exception instanceof ClientException) {
            fail(context, context.job().getRetries() - 1, BACK_OFF, exception.getMessage());
        } else {
            LOG.error("{} failed unexpectedly", context.job().getElementId(), exception);
            fail(context, 0, BACK_OFF, "Unexpected failure in the controller, see its log: " + exception);
        }
    }

    private void fail(ExceptionHandlingContext context, int retries, Duration pause, String message) {
        LOG.warn("{}, {} tries left: {}", context.job().getElementId(), retries, message);
        send(context, context.jobClient().newFailCommand(context.job().getKey()).retries(retries)
                .errorMessage(message).retryBackoff(pause), MetricsRecorder.ACTION_FAILED);
    }

    /** Short at first, since users may be waiting. */
    private Duration pauseAfter(long jobKey) {
        int tries = triesOfJobs.merge(jobKey, 1, Integer::sum);
        if (triesOfJobs.size() > MOST_JOBS) {
            triesOfJobs.clear();
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void send(ExceptionHandlingContext context, FinalCommandStep<?> command, String action) {
        new CommandWrapper(command, context.job(), commandFailures, metrics, context.jobWorkerValue().getMaxRetries())
                .executeAsyncWithMetrics(MetricsRecorder.METRIC_NAME_JOB, action, context.job().getType());
    }
}
