package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import org.springframework.stereotype.Component;

/** Undoes the main process. What is refused here needs a human: there is no way further back. */
@Component
public class RollbackWorker {

    private final Steps steps;
    private final MainProcess main;
    private final Interruptions interruptions;

    RollbackWorker(Steps steps, MainProcess main, Interruptions interruptions) {
        this.steps = steps;
        this.main = main;
        this.interruptions = interruptions;
    }

    /** The failed step has undone its own part. */
    @JobWorker(type = SessionMigration.JOB_MARK_ROLLED_BACK)
    public Map<String, Object> markRolledBack(@Variable Failure error) {
        return outcome(SessionMigration.OUTCOME_ROLLED_BACK, error);
    }

    /**
     * Nobody has undone the part of a step that was interrupted, and its worker may still be at it. If it is
     * step 8 and the process runs at the target already, it is too late to go back.
     */
    @JobWorker(type = SessionMigration.JOB_SETTLE_INTERRUPTED_STEP)
    public Map<String, Object> settleInterruptedStep(ActivatedJob job, @Variable MigrationPlan plan)
            throws DeviceException {
        interruptions.bar(plan.migrationId());
        main.stopTransfer(plan);
        boolean[] resumed = new boolean[1];
        steps.run(job, plan, () -> {
            resumed[0] = main.isResumed(plan);
            if (!resumed[0]) {
                main.returnUserVlan(plan);
                main.returnVirtualIp(plan);
                main.thaw(plan);
            }
        });
        return outcome(resumed[0] ? SessionMigration.OUTCOME_MIGRATED : SessionMigration.OUTCOME_ROLLED_BACK,
                new Failure("INTERRUPTED", job.getCustomHeaders().get(SessionMigration.HEADER_REASON)));
    }

    @JobWorker(type = SessionMigration.JOB_RETURN_USER_VLAN)
    public void returnUserVlan(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, () -> main.returnUserVlan(plan));
    }

    @JobWorker(type = SessionMigration.JOB_RETURN_VIRTUAL_IP)
    public void returnVirtualIp(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, () -> main.returnVirtualIp(plan));
    }

    @JobWorker(type = SessionMigration.JOB_DISCARD_IMAGE)
    public void discardImage(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, () -> main.discard(plan));
    }

    /** At both ends: a process that was not frozen yet is out of the migration's hands then. */
    @JobWorker(type = SessionMigration.JOB_DISCARD_FIRST_IMAGE)
    public void discardFirstImage(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, () -> main.thaw(plan));
    }

    @JobWorker(type = SessionMigration.JOB_THAW_PROCESS)
    public void thawProcess(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, () -> main.thaw(plan));
    }

    private static Map<String, Object> outcome(String outcome, Failure failure) {
        return Map.of(SessionMigration.VARIABLE_OUTCOME, outcome, SessionMigration.VARIABLE_FAILURE, failure);
    }
}
