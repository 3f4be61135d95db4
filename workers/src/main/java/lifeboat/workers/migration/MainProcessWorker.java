package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.springframework.stereotype.Component;

/** Steps 4 to 8, in which the users wait, and what of step 5 is done before or after them. */
@Component
public class MainProcessWorker {

    private final Steps steps;
    private final MainProcess main;

    MainProcessWorker(Steps steps, MainProcess main) {
        this.steps = steps;
        this.main = main;
    }

    /** The beginning of step 5 with a pre-copy: the process still runs. */
    @JobWorker(type = JobType.SEND_FIRST_IMAGE)
    public Map<String, String> sendFirstImage(ActivatedJob job, @Variable MigrationPlan plan)
            throws DeviceException {
        Map<String, String> before = now();
        steps.run(job, plan, ErrorCode.FIRST_IMAGE_REFUSED, () -> main.sendFirst(plan));
        return before;
    }

    private static Map<String, String> now() {
        return Map.of(SessionMigration.VARIABLE_IMAGE_OF, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    @JobWorker(type = JobType.FREEZE_PROCESS)
    public Map<String, String> freezeProcess(ActivatedJob job, @Variable MigrationPlan plan)
            throws DeviceException {
        steps.run(job, plan, ErrorCode.FREEZE_REFUSED, () -> main.freeze(plan));
        return plan.strategy() == Strategy.POST_COPY ? now() : Map.of();
    }

    @JobWorker(type = JobType.MIGRATE_PROCESS)
    public void migrateProcess(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, ErrorCode.TRANSFER_REFUSED, () -> main.transfer(plan));
    }

    @JobWorker(type = JobType.MOVE_VIRTUAL_IP)
    public void moveVirtualIp(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, ErrorCode.VIRTUAL_IP_REFUSED, () -> main.moveVirtualIp(plan));
    }

    /** Nothing but the NAGW's command is between expecting the users and moving them: nobody else moves them then. */
    @JobWorker(type = JobType.SWITCH_USER_VLAN)
    public void switchUserVlan(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, ErrorCode.USER_VLAN_REFUSED, () -> {
            main.askForUsers(plan);
            steps.requireLease(job);
            main.expectUsers(plan);
            main.moveUsersTo(plan, plan.target());
        });
    }

    @JobWorker(type = JobType.RESUME_PROCESS)
    public Map<String, Outcome> resumeProcess(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.run(job, plan, ErrorCode.RESUME_REFUSED, () -> main.resume(plan));
        return Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.MIGRATED);
    }

    /** The end of step 5 after a post-copy: the users do not wait any more. */
    @JobWorker(type = JobType.FETCH_REMAINING_PAGES)
    public Map<String, Object> fetchRemainingPages(ActivatedJob job, @Variable MigrationPlan plan)
            throws DeviceException {
        return steps.ask(job, plan, () -> main.fetchesRemainingPages(plan)) ? Map.of()
                : Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.PROCESS_LOST);
    }
}
