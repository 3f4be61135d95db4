package lifeboat.trial.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One migration as it was measured.
 *
 * @param steps how long each element of the process took, by its name, in order
 * @param freezeWindow from the start of step 4 to the end of step 8, by the engine's clock
 * @param longestPause the longest time in which the user received nothing
 * @param outage of step 7: how long users reached neither server
 * @param stream what the user had received when
 * @param unharmed whether every byte came in order, on the same connection
 */
record Measurement(Trial trial, Map<String, Duration> steps, Duration freezeWindow, Duration longestPause,
        Optional<Duration> outage, Duration total, List<Sample> stream, boolean unharmed) {

    /** Bytes at a moment since the migration was asked for. */
    record Sample(Duration time, long bytes) {
    }
}
