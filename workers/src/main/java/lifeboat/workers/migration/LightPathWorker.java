package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.inventory.Devices;
import org.springframework.stereotype.Component;

/** Steps 2 and 9: the CP-devices reserve and delete the bandwidth. */
@Component
public class LightPathWorker {

    private final Steps steps;
    private final Devices devices;

    LightPathWorker(Steps steps, Devices devices) {
        this.steps = steps;
        this.devices = devices;
    }

    @JobWorker(type = JobType.RESERVE_BANDWIDTH)
    public void reserveBandwidth(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.requireLease(job);
        steps.run(job, plan, ErrorCode.BANDWIDTH_REFUSED,
                () -> devices.controlPlane(plan.source().controlPlaneDevice())
                        .ensurePath(plan.pathName(), plan.target().layerOneSwitch(), plan.bandwidth()));
    }

    @JobWorker(type = JobType.DELETE_BANDWIDTH)
    public Map<String, List<String>> deleteBandwidth(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        steps.requireLease(job);
        return steps.runIfPossible(job, plan, postponed, () -> delete(plan));
    }

    /** The main site may be gone by now: either end can tear the path down. */
    private void delete(MigrationPlan plan) throws DeviceException {
        try {
            devices.controlPlane(plan.source().controlPlaneDevice()).removePath(plan.pathName());
        } catch (DeviceException.Unreachable e) {
            devices.controlPlane(plan.target().controlPlaneDevice()).removePath(plan.pathName());
        }
    }
}
