package lifeboat.embedded.message;

import java.time.Instant;

/**
 * A running instance that waits for a message.
 *
 * @param processDefinitionId the engine's id of the process
 */
public record OpenSubscription(long key, String name, String correlationKey, long processInstanceKey,
        String processDefinitionId, String elementId, long elementInstanceKey, Instant created) {
}
