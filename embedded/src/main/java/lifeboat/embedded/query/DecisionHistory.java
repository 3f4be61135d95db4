package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.DecisionDefinitionTypeEnum;
import io.camunda.client.protocol.rest.DecisionInstanceGetQueryResult;
import io.camunda.client.protocol.rest.DecisionInstanceStateEnum;
import io.camunda.client.protocol.rest.EvaluateDecisionResult;
import io.camunda.client.protocol.rest.EvaluatedDecisionInputItem;
import io.camunda.client.protocol.rest.EvaluatedDecisionOutputItem;
import io.camunda.client.protocol.rest.EvaluatedDecisionResult;
import io.camunda.client.protocol.rest.MatchedDecisionRuleItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.decision.Decisions;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.exception.NotFoundException;
import org.operaton.bpm.engine.history.HistoricDecisionInstance;
import org.operaton.bpm.engine.history.HistoricDecisionOutputInstance;

/** Evaluated decisions in the words of the v2 API. */
public class DecisionHistory {

    /** Where no process asked for the decision. */
    private static final String NO_KEY = "-1";
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_DECINST", Optional.empty(),
            Optional.of("EMBEDDED_DECINST_ORDER"), List.of("EVAL_TIME_", "ID_"),
            Map.of("decisionEvaluationInstanceKey", Column.few("ID_"),
                    "decisionDefinitionId", Column.text("DEC_DEF_KEY_"),
                    "processInstanceKey", Column.few("PROC_INST_ID_").toldAs(NO_KEY),
                    "evaluationDate", Column.date("EVAL_TIME_"),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final EmbeddedEngine engine;
    private final Decisions decisions;
    private final JsonVariables json;
    private final Search search;

    public DecisionHistory(EmbeddedEngine engine, Commands commands, Decisions decisions) {
        this.search = new Search(commands);
        this.engine = engine;
        this.decisions = decisions;
        this.json = engine.json();
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        return search.search(Search.query(body), DecisionInstanceGetQueryResult.class, new Source<>(TABLE,
                rows -> decisions.instances(search.ids(rows)).stream()
                        .map(this::instance).toList()));
    }

    public DecisionInstanceGetQueryResult get(String id) {
        return decisions.instances(List.of(id)).stream().findFirst().map(this::instance)
                .orElseThrow(() -> Rejection.notFound("GET", "Decision Instance with id '%s' not found", id));
    }

    private DecisionInstanceGetQueryResult instance(HistoricDecisionInstance instance) {
        return new DecisionInstanceGetQueryResult()
                .decisionEvaluationInstanceKey(instance.getId())
                .decisionEvaluationKey(evaluationKey(instance))
                .state(failure(instance).isPresent() ? DecisionInstanceStateEnum.FAILED
                        : DecisionInstanceStateEnum.EVALUATED)
                .evaluationFailure(failure(instance).map(this::text).orElse(null))
                .evaluationDate(Times.text(instance.getEvaluationTime()))
                .decisionDefinitionId(instance.getDecisionDefinitionKey())
                .decisionDefinitionKey(key(instance))
                .decisionDefinitionName(instance.getDecisionDefinitionName())
                .decisionDefinitionVersion(version(instance))
                .decisionDefinitionType(DecisionDefinitionTypeEnum.valueOf(type(instance)))
                .result(output(instance))
                .processInstanceKey(Objects.requireNonNullElse(instance.getProcessInstanceId(), NO_KEY))
                .processDefinitionKey(instance.getProcessDefinitionId() == null ? NO_KEY
                        : String.valueOf(Keys.ofProcess(instance.getProcessDefinitionId())))
                .elementInstanceKey(instance.getActivityInstanceId() == null ? NO_KEY
                        : String.valueOf(Keys.ofElementInstance(instance.getActivityInstanceId())))
                .evaluatedInputs(inputs(instance))
                .matchedRules(rules(instance))
                .tenantId(Camunda.TENANT);
    }

    /** Evaluates a decision by its key, or the latest version by its id. */
    public EvaluateDecisionResult evaluate(long key, String id, String variables) {
        return result(decisions.evaluate(key, id, variables));
    }

    private EvaluateDecisionResult result(Decisions.Evaluation evaluation) {
        DeployedDecision decision = evaluation.decision();
        String key = evaluation.instances().isEmpty() ? NO_KEY : evaluationKey(evaluation.instances().get(0));
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
                .failedDecisionDefinitionId(evaluation.failedId())
                .evaluatedDecisions(evaluation.instances().stream().map(this::evaluated).toList())
                .tenantId(Camunda.TENANT);
    }

    private EvaluatedDecisionResult evaluated(HistoricDecisionInstance instance) {
        return new EvaluatedDecisionResult()
                .decisionDefinitionId(instance.getDecisionDefinitionKey())
                .decisionDefinitionKey(key(instance))
                .decisionDefinitionName(instance.getDecisionDefinitionName())
                .decisionDefinitionVersion(version(instance))
                .decisionDefinitionType(type(instance))
                .decisionEvaluationInstanceKey(instance.getId())
                .output(output(instance))
                .evaluatedInputs(inputs(instance))
                .matchedRules(rules(instance))
                .tenantId(Camunda.TENANT);
    }

    private String output(HistoricDecisionInstance instance) {
        return json.write(whole(instance, Decisions.RESULT).map(HistoricDecisionOutputInstance::getValue)
                .map(json::value).orElse(null));
    }

    private static String type(HistoricDecisionInstance instance) {
        return whole(instance, Decisions.RESULT).map(HistoricDecisionOutputInstance::getClauseName)
                .orElse("UNSPECIFIED");
    }

    private static Optional<HistoricDecisionOutputInstance> failure(HistoricDecisionInstance instance) {
        return whole(instance, Decisions.FAILURE);
    }

    private String text(HistoricDecisionOutputInstance output) {
        return String.valueOf(json.value(output.getValue()));
    }

    /** An output that is no rule's. */
    private static Optional<HistoricDecisionOutputInstance> whole(HistoricDecisionInstance instance, String name) {
        return instance.getOutputs().stream()
                .filter(output -> output.getRuleOrder() == null && name.equals(output.getVariableName())).findFirst();
    }

    private List<EvaluatedDecisionInputItem> inputs(HistoricDecisionInstance instance) {
        return instance.getInputs().stream().sorted(Comparator.comparing(input -> Long.parseLong(input.getId())))
                .map(input -> new EvaluatedDecisionInputItem()
                .inputId(input.getClauseId()).inputName(Objects.requireNonNullElse(input.getClauseName(), ""))
                .inputValue(json.write(json.value(input.getValue())))).toList();
    }

    private List<MatchedDecisionRuleItem> rules(HistoricDecisionInstance instance) {
        Map<Integer, MatchedDecisionRuleItem> rules = new LinkedHashMap<>();
        List<HistoricDecisionOutputInstance> asWritten = instance.getOutputs().stream()
                .sorted(Comparator.comparing(output -> Long.parseLong(output.getId()))).toList();
        for (HistoricDecisionOutputInstance output : asWritten) {
            if (output.getRuleOrder() != null) {
                rules.computeIfAbsent(output.getRuleOrder(), index -> new MatchedDecisionRuleItem()
                        .ruleId(output.getRuleId()).ruleIndex(index).evaluatedOutputs(new ArrayList<>()))
                        .addEvaluatedOutputsItem(new EvaluatedDecisionOutputItem().outputId(output.getClauseId())
                                .outputName(Objects.requireNonNullElse(output.getVariableName(), ""))
                                .outputValue(json.write(json.value(output.getValue()))));
            }
        }
        return rules.values().stream().sorted(Comparator.comparing(MatchedDecisionRuleItem::getRuleIndex)).toList();
    }

    private static String evaluationKey(HistoricDecisionInstance instance) {
        return Objects.requireNonNullElse(instance.getRootDecisionInstanceId(), instance.getId()).split("-")[0];
    }

    private static String key(HistoricDecisionInstance instance) {
        return String.valueOf(Keys.ofDefinition(instance.getDecisionDefinitionId()));
    }

    /** Null if the decision was deleted since. */
    private Integer version(HistoricDecisionInstance instance) {
        try {
            return engine.operaton().getRepositoryService().getDecisionDefinition(instance.getDecisionDefinitionId())
                    .getVersion();
        } catch (NotFoundException e) {
            return null;
        }
    }
}
