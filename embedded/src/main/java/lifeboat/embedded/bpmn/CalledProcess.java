package lifeboat.embedded.bpmn;

import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.bpmn.behavior.CallActivityBehavior;
import org.operaton.bpm.engine.impl.core.model.CallableElement;
import org.operaton.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/**
 * A call activity whose process is given nothing but what input mappings say: what it brings back, these variables
 * included, goes to the scope around the activity.
 */
class CalledProcess extends CallActivityBehavior {

    CalledProcess(CallableElement called) {
        setCallableElement(called);
    }

    @Override
    public void passOutputVariables(ActivityExecution execution, VariableScope called) {
        execution.setVariablesLocal(getOutputVariablesLocal(called));
        VariableScope around = ((AbstractVariableScope) execution).getParentVariableScope();
        (around == null ? execution : around).setVariables(getOutputVariables(called));
    }
}
