package lifeboat.workers.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Has an operator asked, by the process {@code undecided}, when it takes long to decide where a process runs. */
@Component
class Undecided {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OnceMessages messages;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    Undecided(OnceMessages messages) {
        this.messages = messages;
    }

    /** @param why it could not be decided this time, in the operator's words */
    void tell(MigrationPlan plan, String why) {
        Instant first = since.computeIfAbsent(plan.migrationId(), id -> Instant.now());
        if (Instant.now().isAfter(first.plus(PATIENCE))) {
            messages.publish(SessionMigration.MESSAGE_UNDECIDED, plan.migrationId(), Map.of(
                    SessionMigration.VARIABLE_PLAN, plan, SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                    SessionMigration.VARIABLE_SERVICE, plan.service(), SessionMigration.VARIABLE_WHY, why,
                    SessionMigration.VARIABLE_MAIN_SITE, plan.source().site(),
                    SessionMigration.VARIABLE_BACKUP_SITE, plan.target().site()));
        }
    }

    void forget(MigrationPlan plan) {
        since.remove(plan.migrationId());
    }
}
