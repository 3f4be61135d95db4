package lifeboat.connectors.definition;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A mode of a device's command line.
 *
 * @param promptPattern what its prompt looks like
 * @param promptExcludes texts that show that a prompt is another mode's
 * @param accessibleModes the modes that are one step away, and the step
 */
public record Mode(String name, Pattern promptPattern, List<String> promptExcludes, List<Step> accessibleModes) {

    /** How to get to a neighbouring mode. */
    public record Step(String name, List<Instruction> instructions) {
    }

    public Mode {
        promptExcludes = promptExcludes == null ? List.of() : List.copyOf(promptExcludes);
        accessibleModes = accessibleModes == null ? List.of() : List.copyOf(accessibleModes);
    }

    public boolean isShownBy(String prompt) {
        return promptPattern.matcher(prompt).find() && promptExcludes.stream().noneMatch(prompt::contains);
    }
}
