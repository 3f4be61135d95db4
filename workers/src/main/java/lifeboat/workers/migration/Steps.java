package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.CamundaError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import lifeboat.connectors.device.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Carries out steps. A step that is definitively refused undoes its own part and throws its BPMN error; a step that
 * takes long keeps its job.
 */
@Component
class Steps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    /** Something to do on devices. */
    @FunctionalInterface
    interface Action {
        void run() throws DeviceException;
    }

    private final CamundaClient client;
    private final Interruptions interruptions;
    private final Duration jobTimeout;
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "job-heartbeat"));

    Steps(CamundaClient client, Interruptions interruptions,
            @Value("${camunda.client.worker.defaults.timeout}") Duration jobTimeout) {
        this.client = client;
        this.interruptions = interruptions;
        this.jobTimeout = jobTimeout;
    }

    /** @param undo takes back what {@code action} may have done before it was refused */
    void run(ActivatedJob job, MigrationPlan plan, ErrorCode onRefusal, Action action, Action undo)
            throws DeviceException {
        keepingJob(job, () -> exclusively(plan, () -> {
            if (interruptions.isBarred(plan.migrationId())) {
                LOG.info("{}: not carried out, the migration is being rolled back", job.getElementId());
                return;
            }
            try {
                action.run();
            } catch (DeviceException.Refused refusal) {
                undo.run();
                throw refused(onRefusal, refusal.getMessage());
            }
        }));
    }

    /** A step that only goes forward, or undoes an earlier one: a refusal becomes an incident. */
    void run(ActivatedJob job, MigrationPlan plan, Action action) throws DeviceException {
        keepingJob(job, () -> exclusively(plan, action));
    }

    static CamundaError refused(ErrorCode code, String message) {
        return CamundaError.bpmnError(code.name(), message,
                Map.of(SessionMigration.VARIABLE_ERROR, new Failure(code.name(), message)));
    }

    private void exclusively(MigrationPlan plan, Action action) throws DeviceException {
        ReentrantLock lock = interruptions.enter(plan.migrationId());
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void keepingJob(ActivatedJob job, Action action) throws DeviceException {
        long period = jobTimeout.toMillis() / 3;
        ScheduledFuture<?> beat = heartbeat.scheduleAtFixedRate(() -> client.newUpdateTimeoutCommand(job)
                .timeout(jobTimeout).send().exceptionally(failure -> {
                    LOG.info("{}: the job is no longer ours: {}", job.getElementId(), failure.getMessage());
                    return null;
                }), period, period, TimeUnit.MILLISECONDS);
        try {
            action.run();
        } finally {
            beat.cancel(false);
        }
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
    }
}
