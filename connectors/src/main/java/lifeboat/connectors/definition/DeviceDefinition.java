package lifeboat.connectors.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Lifeboat knows of a platform's command line, in the format of scrapli's community definitions plus our
 * operations.
 *
 * @param promptPattern any prompt of the platform
 * @param defaultMode where operations are sent unless they say otherwise
 * @param failureIndicators texts in an answer by which the device says no
 */
public record DeviceDefinition(Pattern promptPattern, String defaultMode, List<Mode> modes,
        List<String> failureIndicators, List<Instruction> onOpenInstructions, List<Instruction> onCloseInstructions,
        Map<String, Operation> operations) {

    public DeviceDefinition {
        failureIndicators = failureIndicators == null ? List.of() : List.copyOf(failureIndicators);
        onOpenInstructions = onOpenInstructions == null ? List.of() : List.copyOf(onOpenInstructions);
        onCloseInstructions = onCloseInstructions == null ? List.of() : List.copyOf(onCloseInstructions);
        operations = operations == null ? Map.of() : Map.copyOf(operations);
    }

    public Optional<Mode> modeOf(String prompt) {
        return modes.stream().filter(mode -> mode.isShownBy(prompt)).findFirst();
    }

    public Mode mode(String name) {
        return modes.stream().filter(mode -> mode.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The definition has no mode '%s'".formatted(name)));
    }

    public Operation operation(String name) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("The definition has no operation '%s'".formatted(name));
        }
        return operation;
    }

    /** The line of an answer in which the device says no. */
    public Optional<String> failureIn(String text) {
        return text.lines().filter(line -> failureIndicators.stream().anyMatch(line::contains))
                .map(String::strip).findFirst();
    }
}
