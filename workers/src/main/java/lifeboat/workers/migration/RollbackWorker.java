package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.springframework.stereotype.Component;

/**
 * Undoes the main process, newest step first, once it was decided that the process goes on where it was. Nothing waits
 * here for a device that does not answer: the users wait for the thaw. What is not undone here is when the migration
 * converges.
 */
@Component
public class RollbackWorker {

    private final Steps steps;
    private final MainProcess main;

    RollbackWorker(Steps steps, MainProcess main) {
        this.steps = steps;
        this.main = main;
    }

    @JobWorker(type = JobType.RETURN_USER_VLAN)
    public void returnUserVlan(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.requireLease(job);
        steps.runIfPossible(job, plan, () -> main.moveUsersTo(plan, plan.source()));
    }

    @JobWorker(type = JobType.RETURN_VIRTUAL_IP)
    public void returnVirtualIp(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.runIfPossible(job, plan, () -> main.returnVirtualIp(plan));
    }

    /** Not before the process runs again where it was: until then the image may be the last copy. */
    @JobWorker(type = JobType.DISCARD_IMAGE)
    public void discardImage(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.runIfPossible(job, plan, () -> {
            if (main.runsAtSource(plan)) {
                main.discard(plan);
            }
        });
    }

    /** At both ends: a process that was not frozen yet is out of the migration's hands then. */
    @JobWorker(type = JobType.DISCARD_FIRST_IMAGE)
    public void discardFirstImage(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.runIfPossible(job, plan, () -> {
            main.thaw(plan);
            main.discard(plan);
        });
    }

    @JobWorker(type = JobType.THAW_PROCESS)
    public void thawProcess(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.runIfPossible(job, plan, () -> main.thaw(plan));
    }
}
