package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Hands over to the process {@code leftover} what is to be looked at after a migration. */
@Component
class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration UNTIL_LOOKED_AFTER = Duration.ofHours(1);

    private final CamundaClient client;

    Leftovers(CamundaClient client) {
        this.client = client;
    }

    /** Everything of a migration that was reported. */
    void lookAfter(MigrationPlan plan, Outcome outcome) {
        publish(plan.migrationId(), Map.of(SessionMigration.VARIABLE_PLAN, plan, SessionMigration.VARIABLE_OUTCOME,
                outcome, SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                SessionMigration.VARIABLE_SERVICE, plan.service()));
    }

    /** What a migration that was refused has taken, and could not give back. */
    void lookAfter(Reservation reservation) {
        publish(reservation.epoch(), Map.of(SessionMigration.VARIABLE_RESERVATION, reservation,
                SessionMigration.VARIABLE_MIGRATION_ID, reservation.epoch()));
    }

    /** A job may run twice: the engine takes each message once. */
    private void publish(String id, Map<String, Object> variables) {
        try {
            client.newPublishMessageCommand().messageName(SessionMigration.MESSAGE_LOOK_AGAIN).correlationKey(id)
                    .messageId(id).timeToLive(UNTIL_LOOKED_AFTER).variables(variables).send().join();
        } catch (ClientException e) {
            if (!String.valueOf(e.getMessage()).contains("ALREADY_EXISTS")) {
                throw e;
            }
            LOG.info("{} is looked after already", id);
        }
    }
}
