package lifeboat.embedded.bpmn;

import java.util.ArrayList;
import java.util.List;
import org.operaton.bpm.engine.impl.bpmn.helper.BpmnProperties;
import org.operaton.bpm.engine.impl.bpmn.parser.ErrorEventDefinition;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;

/** The errors that are caught around an element. */
public final class CaughtErrors {

    /** The engine's code for an error that nobody catches. */
    private static final String NO_HANDLER = "ENGINE-02042";

    private CaughtErrors() {
    }

    /** The same in a message that the engine has kept, whatever is around it. */
    public static boolean isNoHandler(String message) {
        return message.contains(NO_HANDLER);
    }

    /** Whether that is the engine's word for an error that nobody catches. */
    public static boolean isUncaught(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).startsWith(NO_HANDLER)) {
                return true;
            }
        }
        return false;
    }

    /** What Zeebe says of an error that nobody catches. @param message null or empty for none */
    public static String uncaught(String code, String message, ScopeImpl thrownIn) {
        List<String> codes = codes(thrownIn);
        return "Expected to throw an error event with the code '%s'%s, but it was not caught. %s".formatted(code,
                message == null || message.isEmpty() ? "" : " with message '%s'".formatted(message),
                codes.isEmpty() ? "No error events are available in the scope."
                        : "Available error events are [%s]".formatted(String.join(", ", codes)));
    }

    private static List<String> codes(ScopeImpl thrownIn) {
        List<String> codes = new ArrayList<>();
        for (ScopeImpl scope = thrownIn; scope != null; scope = scope.getFlowScope()) {
            List<ErrorEventDefinition> caught = scope.getProperties().get(BpmnProperties.ERROR_EVENT_DEFINITIONS);
            if (caught != null) {
                caught.stream().map(ErrorEventDefinition::getErrorCode).filter(code -> code != null)
                        .forEach(codes::add);
            }
        }
        return codes;
    }
}
