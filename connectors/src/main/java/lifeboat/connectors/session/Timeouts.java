package lifeboat.connectors.session;

import java.time.Duration;

/** How long a device may take. */
public record Timeouts(Duration connect, Duration login, Duration command) {

    public static Timeouts standard() {
        return new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }
}
