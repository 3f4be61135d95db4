package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** One thing to do on a device, to get into a mode or to open and close a session. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Instruction.SendInput.class, name = "send_input"),
    @JsonSubTypes.Type(value = Instruction.SendPromptedInput.class, name = "send_prompted_input"),
    @JsonSubTypes.Type(value = Instruction.EnterMode.class, name = "enter_mode"),
    @JsonSubTypes.Type(value = Instruction.Write.class, name = "write")})
public sealed interface Instruction {

    /** Sends a line and waits for the prompt. */
    record SendInput(String input) implements Instruction {
    }

    /**
     * Sends a line, waits for a question, and answers it.
     *
     * @param response the answer; {@code __lookup::NAME} is the device's secret of that name
     */
    record SendPromptedInput(String input, PromptPattern question, String response) implements Instruction {

        private static final String LOOKUP = "__lookup::";

        /** The name of the device's secret that is the answer, if it is one. */
        public Optional<String> lookup() {
            return response.startsWith(LOOKUP) ? Optional.of(response.substring(LOOKUP.length()))
                    : Optional.empty();
        }

        @JsonCreator
        static SendPromptedInput read(String input, String promptExact, PromptPattern promptPattern,
                String response) {
            if (promptExact == null && promptPattern == null) {
                throw new IllegalArgumentException("send_prompted_input '%s' needs prompt_exact or prompt_pattern"
                        .formatted(input));
            }
            return new SendPromptedInput(input, promptPattern != null ? promptPattern
                    : PromptPattern.exactly(promptExact), response);
        }
    }

    /** Goes to a mode by the shortest way. */
    record EnterMode(String requestedMode) implements Instruction {
    }

    /** Sends a line and waits for nothing. */
    record Write(String input) implements Instruction {
    }
}
