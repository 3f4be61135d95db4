package lifeboat.embedded.variable;

import java.util.Map;

/**
 * The variables that an error or a message brings along, for the event that catches it: the engine would make them
 * variables of the process. What throws and what catches is one command, on one thread.
 */
public class EventVariables {

    private final ThreadLocal<Map<String, Object>> brought = new ThreadLocal<>();

    /** @param variables as stored */
    public void bring(Map<String, Object> variables, Runnable event) {
        brought.set(variables);
        try {
            event.run();
        } finally {
            brought.remove();
        }
    }

    /** Takes what is there: one event gets it. */
    public Map<String, Object> take() {
        Map<String, Object> variables = brought.get();
        brought.remove();
        return variables == null ? Map.of() : variables;
    }
}
