package lifeboat.embedded.message;

import java.time.Instant;

/**
 * A published message.
 *
 * @param id what makes it unique, empty for nothing
 * @param deadline until when it waits for a subscription
 * @param variables a JSON document
 */
record Message(long key, MessageName named, String id, Instant deadline, String variables) {
}
