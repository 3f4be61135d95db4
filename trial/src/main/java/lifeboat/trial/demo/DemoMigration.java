package lifeboat.trial.demo;

import java.time.Duration;
import java.util.Optional;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.trial.lab.LabConsole;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;

/** One migration of the demo, and what its user saw of it. */
record DemoMigration(boolean lightPath, Migration migration, LabConsole.UserReport user) {

    Optional<Duration> freezeWindow() {
        return migration.steps().between(SessionMigration.ELEMENT_FREEZE, SessionMigration.ELEMENT_RESUME);
    }

    boolean has(String element) {
        return migration.steps().find(element).isPresent();
    }

    Strategy strategy() {
        return has(SessionMigration.ELEMENT_FIRST_IMAGE) ? Strategy.PRE_COPY
                : has(SessionMigration.ELEMENT_FETCH_PAGES) ? Strategy.POST_COPY : Strategy.STOP_AND_COPY;
    }

    Optional<Duration> total() {
        return Optional.ofNullable(migration.end()).map(end -> Duration.between(migration.start(), end));
    }
}
