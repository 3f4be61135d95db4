package lifeboat.workers.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a process's memory gets to the other site (part of the paper's STEP 5). */
public enum Strategy {

    /** Freeze, send everything, resume: the paper's way. */
    STOP_AND_COPY,

    /** Send a first image while the process runs; frozen, send only what changed since. */
    PRE_COPY,

    /** Resume at once, pages follow. The main site must live until the last one is there. */
    POST_COPY;

    /** @return empty if there is no such strategy */
    static Optional<Strategy> named(String name) {
        return Arrays.stream(values()).filter(strategy -> strategy.toString().equals(name)).findFirst();
    }

    /** All their names, for an operator. */
    public static String names() {
        return Arrays.stream(values()).map(Strategy::toString).collect(Collectors.joining(", "));
    }

    @JsonCreator
    static Strategy of(String name) {
        return named(name).orElseThrow(() -> new IllegalArgumentException("'%s' is none of %s".formatted(name,
                names())));
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase().replace('_', '-');
    }
}
