package lifeboat.trial.demo;

import java.time.Duration;
import java.util.Optional;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.trial.lab.LabConsole;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.Strategy;

/** One migration of the demo, and what its user saw of it. */
record DemoMigration(boolean lightPath, Migration migration, LabConsole.UserReport user) {

    Optional<Duration> freezeWindow() {
        return migration.steps().between(SessionMigrationElement.Task_Freeze, SessionMigrationElement.Task_Resume);
    }

    boolean has(String element) {
        return migration.steps().find(element).isPresent();
    }

    Strategy strategy() {
        return has(SessionMigrationElement.Task_SendFirstImage) ? Strategy.PRE_COPY
                : has(SessionMigrationElement.Task_FetchPages) ? Strategy.POST_COPY : Strategy.STOP_AND_COPY;
    }

    Optional<Duration> total() {
        return Optional.ofNullable(migration.end()).map(end -> Duration.between(migration.start(), end));
    }
}
