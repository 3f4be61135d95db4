package lifeboat.embedded.bpmn;

import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.impl.bpmn.behavior.AbstractBpmnActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.helper.BpmnExceptionHandler;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;

/** An end event that throws an error, whose code may be an expression. */
class ErrorEnd extends AbstractBpmnActivityBehavior {

    private final Feel feel;
    private final JsonVariables json;
    private final String code;

    ErrorEnd(Feel feel, JsonVariables json, String code) {
        this.feel = feel;
        this.json = json;
        this.code = code;
    }

    @Override
    public void execute(ActivityExecution execution) throws Exception {
        String thrown = feel.evaluateText(code, json.values(execution.getVariables()));
        try {
            BpmnExceptionHandler.propagateError(thrown, null, null, execution);
        } catch (ProcessEngineException e) {
            if (!CaughtErrors.isUncaught(e)) {
                throw e;
            }
            throw new FeelException(IncidentType.UNHANDLED_ERROR_EVENT,
                    CaughtErrors.uncaught(thrown, null, (ScopeImpl) execution.getActivity()));
        }
    }
}
