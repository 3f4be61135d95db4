package lifeboat.src.demo;

import java.time.Duration;
import java.util.Optional;
import lifeboat.src.status.Migrations.Migration;
import lifeboat.workers.migration.SessionMigration;

/** One migration of the demo, and what its user saw of it. */
record Run(boolean lightPath, Migration migration, LabConsole.UserReport user) {

    Optional<Duration> freezeWindow() {
        return migration.steps().between(SessionMigration.ELEMENT_FREEZE, SessionMigration.ELEMENT_RESUME);
    }

    Optional<Duration> total() {
        return Optional.ofNullable(migration.end()).map(end -> Duration.between(migration.start(), end));
    }
}
