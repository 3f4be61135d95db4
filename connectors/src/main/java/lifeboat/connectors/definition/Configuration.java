package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a platform takes changes of its configuration.
 *
 * @param mode where the lines that change it are sent
 * @param commit the lines that make a candidate configuration the running one; empty where each line works at once
 * @param rollback the lines that forget a candidate configuration
 * @param locked what a device says while another session has the configuration; null if it never does
 * @param save the lines that keep the running configuration over a restart, sent in the platform's default mode
 * @param unsaved what it means that they were not confirmed
 */
public record Configuration(String mode, List<OperationLine> commit, List<OperationLine> rollback, TextPattern locked,
        List<OperationLine> save, Unsaved unsaved) {

    /** What it means that a change works, and could not be saved. */
    public enum Unsaved {
        /** The change is done. Whoever reports on it says that it is lost when the device restarts. */
        @JsonProperty("warn") WARN,
        /** The change has failed. */
        @JsonProperty("fail") FAIL
    }

    public Configuration {
        commit = commit == null ? List.of() : List.copyOf(commit);
        rollback = rollback == null ? List.of() : List.copyOf(rollback);
        save = save == null ? List.of() : List.copyOf(save);
        unsaved = unsaved == null ? Unsaved.WARN : unsaved;
        if (mode == null || !commit.isEmpty() && rollback.isEmpty()) {
            throw new IllegalArgumentException("configuration needs a mode, and a rollback if it has a commit");
        }
        Stream.of(commit, rollback, save).flatMap(List::stream).flatMap(line -> line.placeholders().stream())
                .findFirst().ifPresent(placeholder -> {
                    throw new IllegalArgumentException("nothing fills {%s} in the lines of 'configuration'".formatted(
                            placeholder));
                });
        if (!save.isEmpty() && save.stream().allMatch(line -> line.confirmedBy() == null)) {
            throw new IllegalArgumentException("save needs a line with confirmed_by, what it looks like "
                    + "when it is saved");
        }
    }
}
