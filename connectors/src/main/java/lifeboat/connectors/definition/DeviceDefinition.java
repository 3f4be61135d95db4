package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a platform's command line is like, in the format of scrapli's community definitions. What they say for other
 * tools (parsers, log-in programs) is left alone.
 *
 * @param promptPattern any prompt of the platform
 * @param defaultMode where operations are sent unless they say otherwise
 * @param failureIndicators texts in an answer by which the device says no
 */
@JsonIgnoreProperties({"ntc_templates_platform", "genie_platform", "force_in_session_auth", "bypass_in_session_auth"})
public record DeviceDefinition(PromptPattern promptPattern, String defaultMode, List<Mode> modes,
        List<FailureIndicator> failureIndicators, List<Instruction> onOpenInstructions,
        List<Instruction> onCloseInstructions) {

    /** @throws IllegalArgumentException if it cannot be worked with; the message is one sentence's end */
    public DeviceDefinition {
        if (promptPattern == null || defaultMode == null || modes == null || modes.isEmpty()) {
            throw new IllegalArgumentException("it needs prompt_pattern, default_mode and modes");
        }
        modes = modes.stream().map(mode -> mode.of(promptPattern)).toList();
        failureIndicators = failureIndicators == null ? List.of() : List.copyOf(failureIndicators);
        onOpenInstructions = onOpenInstructions == null ? List.of() : List.copyOf(onOpenInstructions);
        onCloseInstructions = onCloseInstructions == null ? List.of() : List.copyOf(onCloseInstructions);
        Set<String> names = modes.stream().map(Mode::name).collect(Collectors.toSet());
        Stream<String> mentioned = Stream.of(Stream.of(defaultMode),
                modes.stream().flatMap(mode -> mode.accessibleModes().stream()).map(Mode.Step::name),
                Stream.concat(onOpenInstructions.stream(), onCloseInstructions.stream())
                        .filter(Instruction.EnterMode.class::isInstance)
                        .map(instruction -> ((Instruction.EnterMode) instruction).requestedMode()))
                .flatMap(stream -> stream);
        mentioned.filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("mode '%s' is mentioned, but not among its modes".formatted(name));
        });
    }

    /** @throws IllegalArgumentException if there is no such mode */
    public Mode mode(String name) {
        return modes.stream().filter(mode -> mode.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The definition has no mode '%s'".formatted(name)));
    }

    /** The mode whose prompt a text ends with; where several have the same prompt, the first. */
    public Optional<Mode> modeAtEndOf(String text) {
        return modes.stream().filter(mode -> mode.promptAtEndOf(text).isPresent()).findFirst();
    }

    /** The names of the secrets it asks for. */
    public Set<String> lookups() {
        return instructions().filter(Instruction.SendPromptedInput.class::isInstance)
                .flatMap(instruction -> ((Instruction.SendPromptedInput) instruction).lookup().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What may not be meant as it is written, each in a sentence. */
    public List<String> warnings() {
        return instructions().filter(Instruction.SendPromptedInput.class::isInstance)
                .map(instruction -> ((Instruction.SendPromptedInput) instruction).question())
                .filter(PromptPattern::isExpressionForText)
                .map("prompt_exact '%s' looks like a regular expression, and is taken for one: prompt_pattern is meant."
                        ::formatted).distinct().toList();
    }

    private Stream<Instruction> instructions() {
        return Stream.of(modes.stream().flatMap(mode -> mode.accessibleModes().stream())
                .flatMap(step -> step.instructions().stream()), onOpenInstructions.stream(),
                onCloseInstructions.stream()).flatMap(stream -> stream);
    }

    /** The line of an answer in which the device says no. */
    public Optional<String> failureIn(String text) {
        return text.lines().filter(line -> failureIndicators.stream().anyMatch(
                indicator -> indicator.isIn(line)))
                .map(String::strip).findFirst();
    }
}
