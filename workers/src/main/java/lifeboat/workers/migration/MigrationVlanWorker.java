package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.springframework.stereotype.Component;

/** Steps 3 and 10: the L2SWs configure and delete the VLAN for the process migration. */
@Component
public class MigrationVlanWorker {

    private final Steps steps;
    private final MigrationVlans vlans;

    MigrationVlanWorker(Steps steps, MigrationVlans vlans) {
        this.steps = steps;
        this.vlans = vlans;
    }

    @JobWorker(type = JobType.CONFIGURE_VLAN)
    public Map<String, MigrationPlan> configureVlan(ActivatedJob job, @Variable MigrationPlan plan)
            throws DeviceException {
        steps.requireLease(job);
        int[] vlan = {plan.migrationVlan()};
        steps.run(job, plan, ErrorCode.VLAN_REFUSED, () -> vlan[0] = vlans.configure(plan));
        return Map.of(SessionMigration.VARIABLE_PLAN, plan.in(vlan[0]));
    }

    @JobWorker(type = JobType.DELETE_VLAN)
    public Map<String, List<String>> deleteVlan(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable List<String> postponed) throws DeviceException {
        steps.requireLease(job);
        return steps.runIfPossible(job, plan, postponed, () -> vlans.remove(plan, plan.migrationVlan()));
    }
}
