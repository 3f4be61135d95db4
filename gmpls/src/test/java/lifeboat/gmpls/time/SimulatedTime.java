package lifeboat.gmpls.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when it is told to: hours of a network are a second of a test. */
public final class SimulatedTime implements Timers {

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparing(Entry::at)
            .thenComparing(Entry::number));
    private Duration now = Duration.ZERO;
    private long number;

    private static final class Entry implements Timer {

        private final Duration at;
        private final long number;
        private final Runnable what;
        private boolean cancelled;

        private Entry(Duration at, long number, Runnable what) {
            this.at = at;
            this.number = number;
            this.what = what;
        }

        private Duration at() {
            return at;
        }

        private long number() {
            return number;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        Entry entry = new Entry(now.plus(delay), number++, what);
        entries.add(entry);
        return entry;
    }

    @Override
    public Duration now() {
        return now;
    }

    /** Everything that falls due meanwhile is done, in its order. */
    public void pass(Duration duration) {
        Duration end = now.plus(duration);
        while (!entries.isEmpty() && entries.peek().at.compareTo(end) <= 0) {
            Entry next = entries.remove();
            now = next.at;
            if (!next.cancelled) {
                next.what.run();
            }
        }
        now = end;
    }
}
