package lifeboat.workers.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Where the process runs when a migration has been decided. */
public enum Outcome {

    /** At the target. */
    MIGRATED,

    /** Where it was. */
    ROLLED_BACK,

    /** It was to run where it was, and its site does not answer any more: the process went with it. */
    SITE_LOST,

    /** It was resumed at the target before all of its memory was there, and the rest can never be had. */
    PROCESS_LOST;

    /** Whether the process runs nowhere. */
    public boolean isLost() {
        return this == SITE_LOST || this == PROCESS_LOST;
    }

    @JsonCreator
    public static Outcome of(String name) {
        return Arrays.stream(values()).filter(outcome -> outcome.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no outcome".formatted(name)));
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase().replace('_', '-');
    }
}
