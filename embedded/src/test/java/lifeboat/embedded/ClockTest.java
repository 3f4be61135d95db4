package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import lifeboat.embedded.engine.EngineClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine's clock stands where it is put, and goes on from there. */
class ClockTest {

    private static final Instant MOMENT = Instant.parse("2030-01-01T00:00:00Z");

    private final EngineClock clock = new EngineClock();

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void isPutForwardWhereItStands() {
        clock.pin(MOMENT);
        clock.add(Duration.ofDays(1));

        assertThat(clock.now()).isEqualTo(MOMENT.plus(Duration.ofDays(1)));
    }

    @Test
    void goesOnFromTheMachinesTimeAfterIt() {
        clock.pin(MOMENT);
        clock.reset();
        clock.add(Duration.ofHours(1));

        assertThat(clock.now()).isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3700));
    }
}
