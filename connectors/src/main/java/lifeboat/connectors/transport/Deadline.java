package lifeboat.connectors.transport;

import java.time.Duration;

/** A moment after which nobody waits any more. */
public final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** This one, or one in {@code time} from now if that is sooner. */
    public Deadline within(Duration time) {
        return time.compareTo(left()) < 0 ? in(time) : this;
    }

    /** Zero once it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public boolean hasPassed() {
        return left().isZero();
    }
}
