package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

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
     * @param promptPattern the question, as a regular expression
     * @param promptExact the question, word for word; used where there is no pattern
     * @param response the answer; {@code __lookup::enable} is the device's enable secret
     */
    record SendPromptedInput(String input, String promptPattern, String promptExact, String response)
            implements Instruction {
    }

    /** Goes to a mode by the shortest way. */
    record EnterMode(String requestedMode) implements Instruction {
    }

    /** Sends a line and waits for nothing. */
    record Write(String input) implements Instruction {
    }
}
