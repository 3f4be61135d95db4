package lifeboat.workers.migration;

import java.time.Duration;
import java.util.Locale;
import lifeboat.connectors.device.ProcessMigrationController.Memory;

/**
 * The strategy that lets the users wait least, without needing the main site longer than it takes: post-copy is only
 * for an operator to choose, since a disaster that comes before the last page takes the process with it.
 *
 * @param reason for the operator and the auditor
 */
record StrategyChoice(Strategy strategy, String reason) {

    /** A shorter transfer is not worth a first image, which stops the process for about as long. */
    private static final Duration SHORT = Duration.ofMillis(150);

    /** @param bandwidth in bits per second */
    static StrategyChoice by(Memory memory, long bandwidth) {
        Duration all = transfer(memory.bytes(), bandwidth);
        Duration changing = transfer(memory.changingBytes(), bandwidth);
        String facts = String.format(Locale.ROOT, "%.1f MiB take %.2f s, the %.1f MiB of it that keep changing %.2f s",
                mebibytes(memory.bytes()), seconds(all), mebibytes(memory.changingBytes()), seconds(changing));
        boolean pays = all.minus(changing).compareTo(SHORT) > 0 && changing.multipliedBy(2).compareTo(all) < 0;
        return pays ? new StrategyChoice(Strategy.PRE_COPY, facts)
                : new StrategyChoice(Strategy.STOP_AND_COPY, facts + ": a first image would not pay");
    }

    static StrategyChoice byOperator(Strategy strategy) {
        return new StrategyChoice(strategy, "the operator's choice");
    }

    private static Duration transfer(long bytes, long bandwidth) {
        return Duration.ofMillis(bytes * 8000 / bandwidth);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static double mebibytes(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }
}
