package lifeboat.connectors.definition;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How a platform takes changes of its configuration.
 *
 * @param mode where the lines that change it are sent
 * @param commit the lines that make a candidate configuration the running one; empty where each line works at once
 * @param rollback the lines that forget a candidate configuration
 * @param locked what a device says while another session has the configuration; null if it never does
 * @param save the lines that keep the running configuration over a restart, sent in the platform's default mode
 */
public record Configuration(String mode, List<String> commit, List<String> rollback, Pattern locked,
        List<String> save) {

    public Configuration {
        commit = commit == null ? List.of() : List.copyOf(commit);
        rollback = rollback == null ? List.of() : List.copyOf(rollback);
        save = save == null ? List.of() : List.copyOf(save);
        if (mode == null || !commit.isEmpty() && rollback.isEmpty()) {
            throw new IllegalArgumentException("configuration needs a mode, and a rollback if it has a commit");
        }
    }
}
