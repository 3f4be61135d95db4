package lifeboat.connectors.transport;

import java.time.Duration;

/** When something must have happened, perhaps as a part of something else that must have happened by then. */
public final class Deadline {

    private final long end;
    private final Duration time;
    private final Deadline outer;

    private Deadline(Duration time, Deadline outer) {
        this.end = System.nanoTime() + time.toNanos();
        this.time = time;
        this.outer = outer;
    }

    public static Deadline in(Duration time) {
        return new Deadline(time, null);
    }

    /** This one, or an earlier one. */
    public Deadline within(Duration time) {
        return time.compareTo(left()) < 0 ? new Deadline(time, this) : this;
    }

    /** The same time once more, from now on, for what has made progress; not longer than what it is a part of. */
    public Deadline renewed() {
        return outer == null ? this : outer.within(time);
    }

    /** Zero once it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public boolean hasPassed() {
        return left().isZero();
    }
}
