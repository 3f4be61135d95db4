package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.inventory.Devices;
import org.springframework.stereotype.Component;

/** Steps 3 and 10: the L2SWs configure and delete the VLAN for the process migration. */
@Component
public class MigrationVlanWorker {

    private final Steps steps;
    private final Devices devices;

    MigrationVlanWorker(Steps steps, Devices devices) {
        this.steps = steps;
        this.devices = devices;
    }

    @JobWorker(type = SessionMigration.JOB_CONFIGURE_VLAN)
    public void configureVlan(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.requireLease(job);
        steps.run(job, plan, ErrorCode.VLAN_REFUSED, () -> {
            devices.layerTwoSwitch(plan.source().layerTwoSwitch()).ensureVlan(plan.migrationVlan(), plan.pathName());
            devices.layerTwoSwitch(plan.target().layerTwoSwitch()).ensureVlan(plan.migrationVlan(), plan.pathName());
        });
    }

    @JobWorker(type = SessionMigration.JOB_DELETE_VLAN)
    public void deleteVlan(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.requireLease(job);
        steps.runIfPossible(job, plan, () -> delete(plan));
    }

    private void delete(MigrationPlan plan) throws DeviceException {
        devices.layerTwoSwitch(plan.target().layerTwoSwitch()).removeVlan(plan.migrationVlan(), plan.pathName());
        devices.layerTwoSwitch(plan.source().layerTwoSwitch()).removeVlan(plan.migrationVlan(), plan.pathName());
    }
}
