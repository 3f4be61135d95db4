package lifeboat.embedded.bpmn;

import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.bpmn.behavior.TaskActivityBehavior;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/** A script task whose script is FEEL. */
class ScriptTask extends TaskActivityBehavior {

    private final Feel feel;
    private final JsonVariables json;
    private final String expression;
    private final ResultVariable result;

    ScriptTask(Feel feel, JsonVariables json, String expression, ResultVariable result) {
        this.feel = feel;
        this.json = json;
        this.expression = expression;
        this.result = result;
    }

    @Override
    public void performExecution(ActivityExecution execution) {
        Object value = feel.evaluate(expression, json.values(execution.getVariables()),
                IncidentType.EXTRACT_VALUE_ERROR);
        result.set(execution, json.stored(value));
        leave(execution);
    }
}
