package lifeboat.workers.migration;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that goes on only when somebody waits; what is due meanwhile happens then. */
final class SimulatedTime {

    private record Event(long at, long number, Runnable what) {
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long numbers;

    long now() {
        return now;
    }

    boolean isPast(long moment) {
        return now > moment;
    }

    long in(Duration duration) {
        return now + duration.toNanos();
    }

    void after(Duration duration, Runnable what) {
        events.add(new Event(in(duration), numbers++, what));
    }

    void pass(Duration duration) {
        long end = in(duration);
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at());
            event.what().run();
        }
        now = Math.max(now, end);
    }
}
