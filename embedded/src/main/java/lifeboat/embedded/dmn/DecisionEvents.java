package lifeboat.embedded.dmn;

import java.util.ArrayList;
import java.util.List;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionInputInstanceEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionOutputInstanceEntity;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.operaton.bpm.engine.repository.DecisionDefinition;
import org.operaton.bpm.engine.variable.Variables;

/**
 * Writes evaluated decisions into Operaton's history, in the transaction of the command that runs. Beside what each
 * rule gave there is an output without a rule: the result as a whole, under the type of the decision's logic.
 */
public final class DecisionEvents {

    /** The variable of an output that is the result as a whole. */
    public static final String RESULT = JsonVariables.HIDDEN + "result";
    /** The variable of an output that says why an evaluation failed. */
    public static final String FAILURE = JsonVariables.HIDDEN + "failure";

    private static final int LONGEST_NAME = 255;

    private final JsonVariables json;

    DecisionEvents(JsonVariables json) {
        this.json = json;
    }

    /** One that was evaluated, and which definition it is. */
    record Known(EvaluatedDecision evaluated, DecisionDefinition definition) {
    }

    /**
     * @param all the one that was asked for last, unless it failed for one that it requires
     * @param failure why that failed, or null
     * @param execution for which it was evaluated; null for a command by itself
     * @return the ids under which they are found, in the same order: the evaluation's key, and which of them it is
     */
    List<String> write(CommandContext context, List<Known> all, String failure, ExecutionEntity execution) {
        String key = context.getProcessEngineConfiguration().getIdGenerator().getNextId();
        List<HistoricDecisionInstanceEntity> instances = new ArrayList<>();
        all.forEach(known -> instances.add(instance("%s-%d".formatted(key, instances.size() + 1), known, execution)));
        HistoricDecisionInstanceEntity root = instances.get(instances.size() - 1);
        if (failure != null) {
            root.addOutput(output(root, FAILURE, failure));
        }
        List<HistoricDecisionInstanceEntity> required = instances.subList(0, instances.size() - 1);
        required.forEach(instance -> instance.setRootDecisionInstanceId(root.getId()));
        HistoricDecisionEvaluationEvent event = new HistoricDecisionEvaluationEvent();
        event.setRootHistoricDecisionInstance(root);
        event.setRequiredHistoricDecisionInstances(required);
        context.getHistoricDecisionInstanceManager().insertHistoricDecisionInstances(event);
        return instances.stream().map(HistoricDecisionInstanceEntity::getId).toList();
    }

    private HistoricDecisionInstanceEntity instance(String id, Known known, ExecutionEntity execution) {
        HistoricDecisionInstanceEntity instance = new HistoricDecisionInstanceEntity();
        instance.setId(id);
        instance.setEvaluationTime(ClockUtil.now());
        instance.setDecisionDefinitionId(known.definition().getId());
        instance.setDecisionDefinitionKey(known.definition().getKey());
        instance.setDecisionDefinitionName(known.definition().getName());
        instance.setDecisionRequirementsDefinitionId(known.definition().getDecisionRequirementsDefinitionId());
        instance.setDecisionRequirementsDefinitionKey(known.definition().getDecisionRequirementsDefinitionKey());
        if (execution != null) {
            instance.setProcessDefinitionId(execution.getProcessDefinitionId());
            instance.setProcessDefinitionKey(execution.getProcessDefinition().getKey());
            instance.setProcessInstanceId(execution.getProcessInstanceId());
            instance.setRootProcessInstanceId(execution.getRootProcessInstanceId());
            instance.setExecutionId(execution.getId());
            instance.setActivityId(execution.getActivityId());
            instance.setActivityInstanceId(execution.getActivityInstanceId());
        }
        instance.setInputs(new ArrayList<>());
        instance.setOutputs(new ArrayList<>());
        EvaluatedDecision evaluated = known.evaluated();
        evaluated.inputs().forEach(input -> instance.addInput(input(instance, input)));
        evaluated.rules().forEach(rule -> rule.outputs().forEach(value -> {
            HistoricDecisionOutputInstanceEntity output = output(instance, value.name(), value.value());
            output.setClauseId(value.id());
            output.setRuleId(rule.id());
            output.setRuleOrder(rule.index());
            instance.addOutput(output);
        }));
        HistoricDecisionOutputInstanceEntity result = output(instance, RESULT, evaluated.output());
        result.setClauseName(evaluated.type());
        instance.addOutput(result);
        return instance;
    }

    private HistoricDecisionInputInstanceEntity input(HistoricDecisionInstanceEntity instance,
            EvaluatedDecision.Input input) {
        HistoricDecisionInputInstanceEntity entity = new HistoricDecisionInputInstanceEntity(
                instance.getRootProcessInstanceId(), null);
        entity.setDecisionInstanceId(instance.getId());
        entity.setCreateTime(instance.getEvaluationTime());
        entity.setClauseId(input.id());
        entity.setClauseName(cut(input.name()));
        entity.setValue(Variables.untypedValue(json.stored(input.value())));
        return entity;
    }

    private HistoricDecisionOutputInstanceEntity output(HistoricDecisionInstanceEntity instance, String name,
            Object value) {
        HistoricDecisionOutputInstanceEntity entity = new HistoricDecisionOutputInstanceEntity(
                instance.getRootProcessInstanceId(), null);
        entity.setDecisionInstanceId(instance.getId());
        entity.setCreateTime(instance.getEvaluationTime());
        entity.setVariableName(cut(name));
        entity.setValue(Variables.untypedValue(json.stored(value)));
        return entity;
    }

    /** A name may be a whole expression, which is longer than the column. */
    private static String cut(String name) {
        return name == null || name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
    }
}
