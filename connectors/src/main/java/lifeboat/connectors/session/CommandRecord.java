package lifeboat.connectors.session;

import java.time.Duration;
import java.time.Instant;

/**
 * One command and what became of it.
 *
 * @param answer what the device printed, or why nothing came
 */
public record CommandRecord(String device, String command, String answer, boolean failed, Instant start,
        Duration duration) {
}
