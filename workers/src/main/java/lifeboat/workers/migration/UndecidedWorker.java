package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.springframework.stereotype.Component;

/** The process {@code undecided}: an operator's word counts once, and only while the backup site is silent. */
@Component
public class UndecidedWorker {

    private final Steps steps;
    private final Decision decision;

    UndecidedWorker(Steps steps, Decision decision) {
        this.steps = steps;
        this.decision = decision;
    }

    @JobWorker(type = JobType.LOOK_UNDECIDED)
    public Map<String, Object> lookUndecided(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable Boolean backupSiteLost) {
        boolean decided = true;
        String why = "";
        try {
            steps.alone(job, () -> Boolean.TRUE.equals(backupSiteLost) ? decision.withoutTarget(plan)
                    : decision.of(plan));
        } catch (DeviceException e) {
            decided = false;
            why = e.getMessage();
        }
        return Map.of(SessionMigration.VARIABLE_DECIDED, decided, SessionMigration.VARIABLE_WHY, why,
                SessionMigration.VARIABLE_BACKUP_SITE_LOST, false);
    }
}
