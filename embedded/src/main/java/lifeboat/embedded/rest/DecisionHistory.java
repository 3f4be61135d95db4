package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.DecisionDefinitionTypeEnum;
import io.camunda.client.protocol.rest.DecisionInstanceGetQueryResult;
import io.camunda.client.protocol.rest.DecisionInstanceStateEnum;
import io.camunda.client.protocol.rest.EvaluateDecisionResult;
import io.camunda.client.protocol.rest.EvaluatedDecisionInputItem;
import io.camunda.client.protocol.rest.EvaluatedDecisionOutputItem;
import io.camunda.client.protocol.rest.EvaluatedDecisionResult;
import io.camunda.client.protocol.rest.MatchedDecisionRuleItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.decision.DecisionOutput;
import lifeboat.embedded.decision.Decisions;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.instance.Keys;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.history.HistoricDecisionInstance;
import org.operaton.bpm.engine.history.HistoricDecisionOutputInstance;
import org.operaton.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;

/** Evaluated decisions in the words of the v2 API. */
public class DecisionHistory {

    private final EmbeddedEngine engine;
    private final Decisions decisions;
    private final JsonVariables json;

    public DecisionHistory(EmbeddedEngine engine, Decisions decisions) {
        this.engine = engine;
        this.decisions = decisions;
        this.json = engine.json();
    }

    List<DecisionInstanceGetQueryResult> instances() {
        return decisions.instances().stream().map(this::instance).toList();
    }

    private DecisionInstanceGetQueryResult instance(HistoricDecisionInstance instance) {
        DecisionDefinitionEntity decision = decision(instance);
        return new DecisionInstanceGetQueryResult()
                .decisionEvaluationInstanceKey(instance.getId())
                .decisionEvaluationKey(root(instance))
                .state(DecisionInstanceStateEnum.EVALUATED)
                .evaluationDate(Times.text(instance.getEvaluationTime()))
                .decisionDefinitionId(instance.getDecisionDefinitionKey())
                .decisionDefinitionKey(key(instance))
                .decisionDefinitionName(instance.getDecisionDefinitionName())
                .decisionDefinitionVersion(decision.getVersion())
                .decisionDefinitionType(DecisionOutput.isTable(decision) ? DecisionDefinitionTypeEnum.DECISION_TABLE
                        : DecisionDefinitionTypeEnum.LITERAL_EXPRESSION)
                .result(output(decision, instance))
                .processInstanceKey(instance.getProcessInstanceId())
                .processDefinitionKey(instance.getProcessDefinitionId() == null ? null
                        : String.valueOf(Keys.ofProcess(instance.getProcessDefinitionId())))
                .elementInstanceKey(instance.getActivityInstanceId() == null ? null
                        : String.valueOf(Keys.ofElementInstance(instance.getActivityInstanceId())))
                .evaluatedInputs(inputs(decision, instance))
                .matchedRules(rules(decision, instance))
                .tenantId(Camunda.TENANT);
    }

    /** Evaluates a decision by its key, or the latest version by its id. */
    public EvaluateDecisionResult evaluate(long key, String id, String variables) {
        return result(decisions.evaluate(key, id, variables));
    }

    private EvaluateDecisionResult result(Decisions.Evaluation evaluation) {
        DeployedDecision decision = evaluation.decision();
        String key = evaluation.instances().isEmpty() ? "-1" : root(evaluation.instances().get(0));
        return new EvaluateDecisionResult()
                .decisionDefinitionId(decision.decision().getKey())
                .decisionDefinitionKey(String.valueOf(decision.key()))
                .decisionDefinitionName(decision.decision().getName())
                .decisionDefinitionVersion(decision.decision().getVersion())
                .decisionRequirementsId(decision.requirementsId())
                .decisionRequirementsKey(String.valueOf(decision.requirementsKey()))
                .decisionInstanceKey(key)
                .decisionEvaluationKey(key)
                .output(evaluation.output())
                .failureMessage(evaluation.failure())
                .failedDecisionDefinitionId(evaluation.failure() == null ? null : decision.decision().getKey())
                .evaluatedDecisions(evaluation.instances().stream().map(this::evaluated).toList())
                .tenantId(Camunda.TENANT);
    }

    private EvaluatedDecisionResult evaluated(HistoricDecisionInstance instance) {
        DecisionDefinitionEntity decision = decision(instance);
        return new EvaluatedDecisionResult()
                .decisionDefinitionId(instance.getDecisionDefinitionKey())
                .decisionDefinitionKey(key(instance))
                .decisionDefinitionName(instance.getDecisionDefinitionName())
                .decisionDefinitionVersion(decision.getVersion())
                .decisionDefinitionType(DecisionOutput.isTable(decision) ? "DECISION_TABLE" : "LITERAL_EXPRESSION")
                .decisionEvaluationInstanceKey(instance.getId())
                .output(output(decision, instance))
                .evaluatedInputs(inputs(decision, instance))
                .matchedRules(rules(decision, instance))
                .tenantId(Camunda.TENANT);
    }

    private String output(DecisionDefinitionEntity decision, HistoricDecisionInstance instance) {
        if (instance.getCollectResultValue() != null) {
            return json.write(instance.getCollectResultValue());
        }
        Map<Integer, Map<String, Object>> rows = new TreeMap<>();
        for (HistoricDecisionOutputInstance output : instance.getOutputs()) {
            rows.computeIfAbsent(output.getRuleOrder() == null ? 1 : output.getRuleOrder(), n -> new LinkedHashMap<>())
                    .put(output.getVariableName(), output.getValue());
        }
        return json.write(DecisionOutput.of(decision, List.copyOf(rows.values())));
    }

    private List<EvaluatedDecisionInputItem> inputs(DecisionDefinitionEntity decision,
            HistoricDecisionInstance instance) {
        return instance.getInputs().stream().map(input -> new EvaluatedDecisionInputItem()
                .inputId(input.getClauseId()).inputName(input.getClauseName() != null ? input.getClauseName()
                        : DecisionOutput.inputExpression(decision, input.getClauseId()))
                .inputValue(json.write(input.getValue()))).toList();
    }

    private List<MatchedDecisionRuleItem> rules(DecisionDefinitionEntity decision,
            HistoricDecisionInstance instance) {
        Map<String, MatchedDecisionRuleItem> rules = new LinkedHashMap<>();
        for (HistoricDecisionOutputInstance output : instance.getOutputs()) {
            if (output.getRuleId() != null) {
                rules.computeIfAbsent(output.getRuleId(), id -> new MatchedDecisionRuleItem().ruleId(id)
                        .ruleIndex(DecisionOutput.ruleIndex(decision, id)).evaluatedOutputs(new ArrayList<>()))
                        .addEvaluatedOutputsItem(new EvaluatedDecisionOutputItem().outputId(output.getClauseId())
                                .outputName(output.getClauseName() != null ? output.getClauseName()
                                        : output.getVariableName()).outputValue(json.write(output.getValue())));
            }
        }
        return List.copyOf(rules.values());
    }

    private static String root(HistoricDecisionInstance instance) {
        return instance.getRootDecisionInstanceId() == null ? instance.getId() : instance.getRootDecisionInstanceId();
    }

    private static String key(HistoricDecisionInstance instance) {
        return String.valueOf(Keys.ofDefinition(instance.getDecisionDefinitionId()));
    }

    private DecisionDefinitionEntity decision(HistoricDecisionInstance instance) {
        return engine.decision(instance.getDecisionDefinitionId());
    }
}
