package lifeboat.embedded.message;

import java.time.Instant;
import java.util.Set;

/**
 * A published message.
 *
 * @param id what makes it unique, empty for nothing
 * @param deadline until when it waits for a subscription
 * @param variables a JSON document
 * @param correlatedTo the processes that have it already
 */
record Message(long key, String name, String correlationKey, String id, Instant deadline, String variables,
        Set<String> correlatedTo) {
}
