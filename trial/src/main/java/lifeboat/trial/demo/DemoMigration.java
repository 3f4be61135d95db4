package lifeboat.trial.demo;

import java.time.Duration;
import java.util.Optional;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.trial.lab.LabConsole;

/**
 * One migration of the demo, and what its user saw of it.
 *
 * @param strategy how the memory travelled, by the plan
 */
record DemoMigration(boolean lightPath, String strategy, Migration migration, LabConsole.UserReport user) {

    Optional<Duration> freezeWindow() {
        return migration.steps().freezeWindow();
    }

    boolean has(String element) {
        return migration.steps().find(element).isPresent();
    }

    DemoMigration seenBy(LabConsole.UserReport later) {
        return new DemoMigration(lightPath, strategy, migration, later);
    }

    Optional<Duration> total() {
        return Optional.ofNullable(migration.end()).map(end -> Duration.between(migration.start(), end));
    }
}
