package lifeboat.workers.migration;

import java.time.Duration;
import java.util.Map;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import org.springframework.stereotype.Component;

/** Has an operator asked, by the process {@code undecided}, when it takes long to decide where a process runs. */
@Component
class Undecided {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OnceMessages messages;
    private final Waiting waiting = new Waiting();

    Undecided(OnceMessages messages) {
        this.messages = messages;
    }

    /** @param why it could not be decided this time, in the operator's words */
    void tell(MigrationPlan plan, String why) {
        if (waiting.isLongerThan(PATIENCE, plan.migrationId())) {
            messages.publish(ProcessMessage.UNDECIDED, plan.migrationId(), Map.of(
                    SessionMigration.VARIABLE_PLAN, plan, SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                    SessionMigration.VARIABLE_SERVICE, plan.service(), SessionMigration.VARIABLE_WHY, why,
                    SessionMigration.VARIABLE_MAIN_SITE, plan.source().site(),
                    SessionMigration.VARIABLE_BACKUP_SITE, plan.target().site()));
        }
    }

    void forget(MigrationPlan plan) {
        waiting.forget(plan.migrationId());
    }
}
