package lifeboat.workers.migration;

import java.util.Map;
import java.util.UUID;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import org.springframework.stereotype.Component;

/** Hands over to the process {@code leftover} what is to be looked at after a migration. */
@Component
class Leftovers {

    private final OnceMessages messages;

    Leftovers(OnceMessages messages) {
        this.messages = messages;
    }

    /** Everything of a migration that was reported. */
    void lookAfter(MigrationPlan plan, Outcome outcome) {
        publish(plan.migrationId(), Map.of(SessionMigration.VARIABLE_PLAN, plan, SessionMigration.VARIABLE_OUTCOME,
                outcome, SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                SessionMigration.VARIABLE_SERVICE, plan.service()));
    }

    /** Everything of a migration that was cancelled before it was decided where its process runs, or reported. */
    void lookAfterCancelled(MigrationPlan plan) {
        publish("cancelled " + plan.migrationId(), Map.of(SessionMigration.VARIABLE_PLAN, plan,
                SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(), SessionMigration.VARIABLE_SERVICE,
                plan.service()));
    }

    /**
     * What a migration that was refused has taken, and could not give back. Another try may take it when it was looked
     * after already, so it is looked after each time.
     */
    void lookAfter(Reservation reservation) {
        messages.publish(ProcessMessage.LOOK_AGAIN, reservation.epoch() + " at "
                + String.join(", ", reservation.pmcs()), UUID.randomUUID().toString(), Map.of(
                SessionMigration.VARIABLE_RESERVATION, reservation, SessionMigration.VARIABLE_MIGRATION_ID,
                reservation.epoch()));
    }

    private void publish(String id, Map<String, Object> variables) {
        messages.publish(ProcessMessage.LOOK_AGAIN, id, variables);
    }
}
