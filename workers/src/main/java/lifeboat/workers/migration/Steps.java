package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.CamundaError;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * Carries out steps. A step that is definitively refused throws its BPMN error; a step that takes long keeps its job.
 */
@Component
class Steps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    /** Something to do on devices. */
    @FunctionalInterface
    interface Action {
        void run() throws DeviceException;
    }

    private static final Duration LEASE_PATIENCE = Duration.ofSeconds(3);
    private static final Duration LEASE_PAUSE = Duration.ofMillis(300);

    private final CamundaClient client;
    private final Interruptions interruptions;
    private final Duration jobTimeout;
    private final Pause pause;
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "job-heartbeat"));

    Steps(CamundaClient client, Interruptions interruptions, Pause pause,
            @Value("${camunda.client.worker.defaults.timeout}") Duration jobTimeout) {
        this.pause = pause;
        this.client = client;
        this.interruptions = interruptions;
        this.jobTimeout = jobTimeout;
    }

    /** Something to find out from devices. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws DeviceException;
    }

    /**
     * A step. If it is refused, or its device cannot be reached before anything is frozen, its BPMN error is thrown:
     * what it may have done is put right when the migration converges.
     */
    void run(ActivatedJob job, MigrationPlan plan, ErrorCode onRefusal, Action action) throws DeviceException {
        run(job, plan, () -> {
            if (interruptions.isBarred(plan.migrationId())) {
                LOG.info("{}: not carried out, the migration is being rolled back", job.getElementId());
                return;
            }
            try {
                action.run();
            } catch (DeviceException.Refused refusal) {
                throw refused(onRefusal, refusal.getMessage());
            } catch (DeviceException e) {
                if (SessionMigration.IN_FREEZE_WINDOW.contains(job.getType()) || job.getRetries() > 1) {
                    throw e;
                }
                throw refused(onRefusal, e.getMessage());
            }
        });
    }

    /** The same for what only goes on, or back. */
    void run(ActivatedJob job, MigrationPlan plan, Action action) throws DeviceException {
        ask(job, plan, () -> {
            action.run();
            return null;
        });
    }

    <T> T ask(ActivatedJob job, MigrationPlan plan, Asking<T> asking) throws DeviceException {
        return alone(job, () -> {
            ReentrantLock lock = interruptions.enter(plan.migrationId());
            try {
                return asking.ask();
            } finally {
                lock.unlock();
            }
        });
    }

    /**
     * A shortcut, or something to clear up: what does not succeed is left for when the migration converges.
     *
     * @param postponed what was left for later before; null for nothing
     * @return what the step hands on
     */
    Map<String, List<String>> runIfPossible(ActivatedJob job, MigrationPlan plan, List<String> postponed,
            Action action) throws DeviceException {
        List<String> left = new ArrayList<>(Objects.requireNonNullElse(postponed, List.of()));
        run(job, plan, () -> {
            try {
                action.run();
            } catch (DeviceException e) {
                LOG.warn("{}: left for later: {}", job.getElementId(), e.getMessage());
                left.add(e.getMessage());
            }
        });
        return Map.of(SessionMigration.VARIABLE_POSTPONED, left);
    }

    /** Without waiting for a step of the same migration that is still at it. */
    <T> T alone(ActivatedJob job, Asking<T> asking) throws DeviceException {
        long period = jobTimeout.toMillis() / 3;
        ScheduledFuture<?> beat = heartbeat.scheduleAtFixedRate(() -> client.newUpdateTimeoutCommand(job)
                .timeout(jobTimeout).send().exceptionally(failure -> {
                    LOG.info("{}: the job is no longer ours: {}", job.getElementId(), failure.getMessage());
                    return null;
                }), period, period, TimeUnit.MILLISECONDS);
        try {
            return asking.ask();
        } finally {
            beat.cancel(false);
        }
    }

    /**
     * Makes sure that the job is this worker's, before a command to a device that cannot tell a late one: the lease
     * counts from now. An engine that cannot take a command for a moment is asked again, as long as the job cannot be
     * another's: it was given to this worker, or kept by it, within the last third of its timeout.
     *
     * @throws LeaseLost if it may be another's by now
     */
    void requireLease(ActivatedJob job) {
        long end = System.nanoTime() + jobTimeout.dividedBy(2).toNanos();
        while (true) {
            try {
                client.newUpdateTimeoutCommand(job).timeout(jobTimeout).send().join(LEASE_PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
                return;
            } catch (ClientException e) {
                if (isGone(e) || System.nanoTime() > end) {
                    throw new LeaseLost("%s: nothing is sent, the job may be another's: %s".formatted(
                            job.getElementId(), e.getMessage()), e);
                }
                pause.of(LEASE_PAUSE);
            }
        }
    }

    private static boolean isGone(ClientException e) {
        return e instanceof ClientStatusException status && (status.getStatusCode() == Status.Code.NOT_FOUND
                || status.getStatusCode() == Status.Code.FAILED_PRECONDITION);
    }

    /** The job may be another worker's, who does what is to be done. */
    static final class LeaseLost extends RuntimeException {

        private static final long serialVersionUID = 1;

        LeaseLost(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static CamundaError refused(ErrorCode code, String message) {
        return CamundaError.bpmnError(code.name(), message,
                Map.of(SessionMigration.VARIABLE_ERROR, new Failure(code.name(), message)));
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
    }
}
