package lifeboat.embedded.bpmn;

import java.util.Map;
import lifeboat.embedded.dmn.DecisionEvaluator;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.bpmn.behavior.TaskActivityBehavior;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/** A business rule task that evaluates the latest version of a DMN decision. */
class DecisionTask extends TaskActivityBehavior {

    private final Feel feel;
    private final JsonVariables json;
    private final DecisionEvaluator decisions;
    private final String decisionId;
    private final ResultVariable result;

    DecisionTask(Feel feel, JsonVariables json, DecisionEvaluator decisions, String decisionId, ResultVariable result) {
        this.feel = feel;
        this.json = json;
        this.decisions = decisions;
        this.decisionId = decisionId;
        this.result = result;
    }

    @Override
    public void performExecution(ActivityExecution execution) {
        Map<String, Object> variables = json.values(execution.getVariables());
        String id = feel.evaluateText(decisionId, variables);
        DecisionDefinitionEntity decision = Context.getCommandContext().getDecisionDefinitionManager()
                .findLatestDecisionDefinitionByKey(id);
        if (decision == null) {
            throw new FeelException(IncidentType.CALLED_DECISION_ERROR, ("Expected to evaluate decision '%s', but no "
                    + "decision found for id '%s'").formatted(id, id));
        }
        DecisionEvaluator.Result evaluated = decisions.evaluate(Context.getCommandContext(), decision, variables,
                (ExecutionEntity) execution);
        if (evaluated.failure() != null) {
            throw new FeelException(IncidentType.DECISION_EVALUATION_ERROR, evaluated.failure());
        }
        result.set(execution, json.stored(evaluated.output()));
        leave(execution);
    }
}
