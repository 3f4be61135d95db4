package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.migration.LostProcesses.Kept;
import org.springframework.stereotype.Component;

/** The process {@code lost}: what an operator may do with what is kept of a process that is lost. */
@Component
public class LostProcessWorker {

    private final Steps steps;
    private final LostProcesses lost;

    LostProcessWorker(Steps steps, LostProcesses lost) {
        this.steps = steps;
        this.lost = lost;
    }

    @JobWorker(type = JobType.LOOK_LOST)
    public Map<String, Object> lookLost(ActivatedJob job, @Variable MigrationPlan plan, @Variable String imageOf,
            @Variable Boolean startAgain, @Variable Boolean drop) {
        String why;
        try {
            why = steps.alone(job, () -> look(job, plan, imageOf, Boolean.TRUE.equals(startAgain),
                    Boolean.TRUE.equals(drop)));
        } catch (DeviceException e) {
            why = e.getMessage();
        }
        return Map.of(SessionMigration.VARIABLE_DECIDED, why.isEmpty(), SessionMigration.VARIABLE_WHY, why,
                SessionMigration.VARIABLE_START_AGAIN, false, SessionMigration.VARIABLE_DROP, false);
    }

    /** @return what there is to decide; empty for nothing */
    private String look(ActivatedJob job, MigrationPlan plan, String imageOf, boolean startAgain, boolean drop)
            throws DeviceException {
        Optional<Kept> kept = lost.kept(plan);
        if (kept.isEmpty()) {
            return "";
        }
        if (!kept.get().isRunning()) {
            if (drop) {
                lost.drop(plan, kept.get());
                return "";
            }
            if (!startAgain) {
                return kept.get().inWords(plan) + (imageOf.isEmpty() ? "" : " It is as of %s.".formatted(imageOf));
            }
            lost.restart(plan, kept.get());
        }
        steps.requireLease(job);
        lost.settle(plan, kept.get());
        return "";
    }
}
