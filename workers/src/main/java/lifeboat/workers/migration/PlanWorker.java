package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.evidence.MigrationEvidence;
import org.springframework.stereotype.Component;

/** Makes the plan, or refuses the migration before anything is changed. */
@Component
public class PlanWorker {

    private final Planner planner;
    private final Steps steps;
    private final MigrationEvidence evidence;

    PlanWorker(Planner planner, Steps steps, MigrationEvidence evidence) {
        this.steps = steps;
        this.planner = planner;
        this.evidence = evidence;
    }

    @JobWorker(type = JobType.PLAN_MIGRATION, fetchAllVariables = true)
    public Map<String, Object> planMigration(ActivatedJob job, @Variable String nonce) throws DeviceException {
        MigrationRequest request;
        try {
            request = MigrationRequest.of(job.getVariablesAsMap());
        } catch (DeviceException.Refused e) {
            throw Steps.refused(ErrorCode.REFUSED, e.getMessage());
        }
        try {
            requireEvidence();
            MigrationPlan plan = planner.plan(job.getProcessInstanceKey(), nonce, request.service(),
                    request.targetSite(), request.lightPath(), request.strategy(), () -> steps.requireLease(job));
            return Map.of(
                    SessionMigration.VARIABLE_PLAN, plan,
                    SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                    SessionMigration.VARIABLE_LIGHT_PATH, plan.lightPath(),
                    SessionMigration.VARIABLE_FREEZE_DEADLINE, planner.freezeDeadline(plan).toString());
        } catch (DeviceException e) {
            if (!(e instanceof DeviceException.Refused) && job.getRetries() > 1) {
                throw e;
            }
            planner.abandon(job.getProcessInstanceKey(), nonce, request.service());
            throw Steps.refused(ErrorCode.REFUSED, e.getMessage());
        }
    }

    private void requireEvidence() throws DeviceException.Refused {
        Optional<String> why = evidence.whyNotKept();
        if (why.isPresent()) {
            throw new DeviceException.Refused(why.get());
        }
    }
}
