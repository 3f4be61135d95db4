package lifeboat.workers.migration;

import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.jobhandling.CommandExceptionHandlingStrategy;
import io.camunda.client.jobhandling.CommandWrapper;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy;
import io.camunda.client.metrics.MetricsRecorder;
import java.time.Duration;
import lifeboat.connectors.device.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says to the engine what a worker's exception means. Transient: the job is tried again later. Definitive: a BPMN
 * error if the step can be rolled back, else an incident. Unknown, or a fault of ours: an incident, without another
 * try. The message is for the operator, so it is never a stack trace.
 */
@Component
class FailureLanguage implements JobExceptionHandlingStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLanguage.class);
    private static final Duration BACK_OFF = Duration.ofMillis(300);

    private final CommandExceptionHandlingStrategy commandFailures;
    private final MetricsRecorder metrics;

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
        } else if (exception instanceof DeviceException.Unreachable) {
            fail(context, context.job().getRetries() - 1, exception.getMessage());
        } else if (exception instanceof DeviceException) {
            fail(context, 0, exception.getMessage());
        } else {
            LOG.error("{} failed unexpectedly", context.job().getElementId(), exception);
            fail(context, 0, "Unexpected failure in the controller, see its log: " + exception);
        }
    }

    private void fail(ExceptionHandlingContext context, int retries, String message) {
        LOG.warn("{}, {} tries left: {}", context.job().getElementId(), retries, message);
        send(context, context.jobClient().newFailCommand(context.job().getKey()).retries(retries)
                .errorMessage(message).retryBackoff(BACK_OFF), MetricsRecorder.ACTION_FAILED);
    }

    private void send(ExceptionHandlingContext context, FinalCommandStep<?> command, String action) {
        new CommandWrapper(command, context.job(), commandFailures, metrics, context.jobWorkerValue().getMaxRetries())
                .executeAsyncWithMetrics(MetricsRecorder.METRIC_NAME_JOB, action, context.job().getType());
    }
}
