package lifeboat.embedded.bpmn;

import java.util.Map;
import org.operaton.bpm.engine.impl.core.model.PropertyKey;

/**
 * What a user task's {@code zeebe:} elements say that the engine has no place for.
 *
 * @param formId the deployed form, or null
 * @param externalReference a form that is kept elsewhere, or null
 * @param hasOutputs whether output mappings decide what leaves the task's scope
 */
public record UserTaskDefinition(String formId, String externalReference, Map<String, String> headers,
        boolean hasOutputs) {

    /** Of a task whose process was deleted. */
    public static final UserTaskDefinition UNKNOWN = new UserTaskDefinition(null, null, Map.of(), false);

    /** Where the parsed activity keeps it. */
    public static final PropertyKey<UserTaskDefinition> KEY = new PropertyKey<>("zeebeUserTaskDefinition");
}
