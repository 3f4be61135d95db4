package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.List;
import java.util.Map;
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
    public Map<String, List<String>> returnUserVlan(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        steps.requireLease(job);
        return steps.runIfPossible(job, plan, postponed, () -> main.moveUsersTo(plan, plan.source()));
    }

    @JobWorker(type = JobType.RETURN_VIRTUAL_IP)
    public Map<String, List<String>> returnVirtualIp(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        return steps.runIfPossible(job, plan, postponed, () -> main.returnVirtualIp(plan));
    }

    /** Not before the process runs again where it was: until then the image may be the last copy. */
    @JobWorker(type = JobType.DISCARD_IMAGE)
    public Map<String, List<String>> discardImage(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        return steps.runIfPossible(job, plan, postponed, () -> {
            if (main.runsAtSource(plan)) {
                main.discard(plan);
            }
        });
    }

    /** At both ends: a process that was not frozen yet is out of the migration's hands then. */
    @JobWorker(type = JobType.DISCARD_FIRST_IMAGE)
    public Map<String, List<String>> discardFirstImage(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        return steps.runIfPossible(job, plan, postponed, () -> {
            main.thaw(plan);
            main.discard(plan);
        });
    }

    @JobWorker(type = JobType.THAW_PROCESS)
    public Map<String, List<String>> thawProcess(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        return steps.runIfPossible(job, plan, postponed, () -> main.thaw(plan));
    }
}
