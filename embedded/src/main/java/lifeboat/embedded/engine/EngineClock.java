package lifeboat.embedded.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * The time that timers, job deadlines, back-offs and messages go by. Tests put it forward.
 *
 * <p>Operaton has one clock for all engines of a JVM.
 */
public class EngineClock {

    private Duration offset = Duration.ZERO;

    public Instant now() {
        return ClockUtil.now().toInstant();
    }

    public synchronized void add(Duration time) {
        offset = offset.plus(time);
        ClockUtil.offset(offset.toMillis());
    }

    /** Stops at a moment. */
    public synchronized void pin(Instant moment) {
        offset = Duration.ZERO;
        ClockUtil.setCurrentTime(Date.from(moment));
    }

    /** Back to the machine's time. */
    public synchronized void reset() {
        offset = Duration.ZERO;
        ClockUtil.resetClock();
    }
}
