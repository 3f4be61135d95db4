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
    /** Null while it runs. */
    private Instant pinned;

    public Instant now() {
        return ClockUtil.now().toInstant();
    }

    /** Puts it forward, also where it stands. */
    public synchronized void add(Duration time) {
        if (pinned != null) {
            pin(pinned.plus(time));
        } else {
            offset = offset.plus(time);
            ClockUtil.offset(offset.toMillis());
        }
    }

    /** Stops at a moment. */
    public synchronized void pin(Instant moment) {
        pinned = moment;
        offset = Duration.ZERO;
        ClockUtil.setCurrentTime(Date.from(moment));
    }

    /** Back to the machine's time. */
    public synchronized void reset() {
        pinned = null;
        offset = Duration.ZERO;
        ClockUtil.resetClock();
    }
}
