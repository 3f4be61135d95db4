package lifeboat.trial.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Several durations of the same thing. */
record Spread(Duration median, Duration min, Duration max) {

    /** @param durations at least one */
    static Spread of(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        int middle = sorted.size() / 2;
        Duration median = sorted.size() % 2 == 1 ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }

    /** Median, and minimum and maximum in brackets, in seconds. */
    @Override
    public String toString() {
        return "%s (%s to %s)".formatted(seconds(median), seconds(min), seconds(max));
    }
}
