package lifeboat.trial.bench;

import java.time.Duration;
import lifeboat.workers.migration.Strategy;

/**
 * What is measured several times.
 *
 * @param mebibytes the memory of the process
 * @param bandwidth of the way the image takes, in bits per second
 */
record Trial(int mebibytes, boolean lightPath, long bandwidth, Strategy strategy) {

    /** What no stop-and-copy can be faster than: all memory at the full bandwidth. */
    Duration limit() {
        return Duration.ofMillis(mebibytes * 1024L * 1024 * 8000 / bandwidth);
    }

    String way() {
        return lightPath ? "light path" : "public network";
    }

    String title() {
        return "%d MiB, %s, %s".formatted(mebibytes, way(), strategy);
    }

    String fileName() {
        return "%d-mib-%s-%s".formatted(mebibytes, way().replace(' ', '-'), strategy);
    }
}
