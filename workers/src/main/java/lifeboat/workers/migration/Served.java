package lifeboat.workers.migration;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a process was made to run, or why it does not.
 *
 * @param plan by which it runs: its epoch may be a later one than it was decided by
 * @param left a sentence for each thing that is not as it should be
 */
record Served(MigrationPlan plan, Outcome outcome, List<String> left) {

    Served and(List<String> more) {
        return new Served(plan, outcome, Stream.concat(left.stream(), more.stream()).toList());
    }

    boolean isRunning() {
        return left.isEmpty() && !outcome.isLost();
    }
}
