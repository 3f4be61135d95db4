package lifeboat.embedded.feel;

import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.Condition;

/** A sequence flow's condition in FEEL. */
public record FeelCondition(Feel feel, JsonVariables json, String expression) implements Condition {

    @Override
    public boolean evaluate(DelegateExecution execution) {
        return evaluate(execution, execution);
    }

    @Override
    public boolean evaluate(VariableScope scope, DelegateExecution execution) {
        return feel.evaluateCondition(expression, json.values(scope.getVariables()));
    }

    @Override
    public boolean tryEvaluate(VariableScope scope, DelegateExecution execution) {
        return evaluate(scope, execution);
    }
}
