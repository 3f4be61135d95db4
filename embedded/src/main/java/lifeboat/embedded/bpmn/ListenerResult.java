package lifeboat.embedded.bpmn;

import java.util.Map;

/**
 * What the worker of a task listener says besides variables.
 *
 * @param corrections of the task's attributes, see {@link TaskChange#values}
 */
public record ListenerResult(boolean denied, String reason, Map<String, Object> corrections) {

    public static final ListenerResult NONE = new ListenerResult(false, "", Map.of());
}
