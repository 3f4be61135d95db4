package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Optional;

/**
 * A mode of a device's command line.
 *
 * @param prompt what its prompt looks like
 * @param anyPrompt what any prompt of the platform looks like
 * @param promptExcludes texts that show, wherever in the whole prompt, that it is another mode's
 * @param accessibleModes the modes that are one step away, and the step
 */
public record Mode(String name, PromptPattern prompt, PromptPattern anyPrompt, List<String> promptExcludes,
        List<Step> accessibleModes) {

    /** How to get to a neighbouring mode. */
    public record Step(String name, List<Instruction> instructions) {

        public Step {
            instructions = instructions == null ? List.of() : List.copyOf(instructions);
        }
    }

    @JsonCreator
    static Mode read(String name, String promptExact, PromptPattern promptPattern, List<String> promptExcludes,
            List<Step> accessibleModes) {
        if (name == null || promptExact == null && promptPattern == null) {
            throw new IllegalArgumentException("mode '%s' needs a name, and prompt_exact or prompt_pattern"
                    .formatted(name));
        }
        PromptPattern prompt = promptPattern != null ? promptPattern : PromptPattern.exactly(promptExact);
        return new Mode(name, prompt, prompt, promptExcludes == null ? List.of() : List.copyOf(promptExcludes),
                accessibleModes == null ? List.of() : List.copyOf(accessibleModes));
    }

    /** This mode's prompt, if a text ends with it. */
    public Optional<String> promptAtEndOf(String text) {
        return prompt.endOf(text).filter(found -> promptExcludes.isEmpty()
                || promptExcludes.stream().noneMatch(anyPrompt.endOf(text).orElse(found)::contains));
    }

    Mode of(PromptPattern platform) {
        return new Mode(name, prompt, platform, promptExcludes, accessibleModes);
    }
}
