package lifeboat.embedded.decision;

import java.util.List;
import java.util.Map;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricDecisionInstance;
import org.operaton.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;

/** Evaluates DMN decisions, and tells what was evaluated. */
public class Decisions {

    private final EmbeddedEngine engine;
    private final Deployments deployments;
    private final Commands commands;
    private final HistoryService history;
    private final JsonVariables json;

    public Decisions(EmbeddedEngine engine, Deployments deployments, Commands commands) {
        this.engine = engine;
        this.deployments = deployments;
        this.commands = commands;
        this.history = engine.operaton().getHistoryService();
        this.json = engine.json();
    }

    /**
     * A decision that was evaluated by itself.
     *
     * @param output its result as JSON text, null if it failed
     * @param failure why it failed, null if it did not
     * @param instances what was evaluated for it, the decisions it requires included
     */
    public record Evaluation(DeployedDecision decision, String output, String failure,
            List<HistoricDecisionInstance> instances) {
    }

    private record Result(String output, List<String> roots) {
    }

    /**
     * @param key the key of the decision, or 0 for the latest version of {@code id}
     * @throws Rejection if there is no such decision
     */
    public Evaluation evaluate(long key, String id, String variables) {
        if (key > 0 != id.isEmpty()) {
            throw Rejection.invalidArgument("EVALUATE", "Expected either a decision id or a valid decision key, but "
                    + (key > 0 ? "both given" : "none given"));
        }
        DeployedDecision decision = (key > 0 ? deployments.decision(key) : deployments.latestDecision(id))
                .orElseThrow(() -> Rejection.notFound("EVALUATE", "Expected to evaluate decision '%s', but no decision "
                        + "found for %s '%s'", key > 0 ? key : id, key > 0 ? "key" : "id", key > 0 ? key : id));
        Map<String, Object> values = json.read(variables);
        try {
            Result result = commands.inTransaction(context -> evaluate(context, decision, values));
            List<HistoricDecisionInstance> instances = result.roots().stream().flatMap(root -> history
                    .createHistoricDecisionInstanceQuery().rootDecisionInstanceId(root).includeInputs()
                    .includeOutputs().list().stream()).toList();
            return new Evaluation(decision, result.output(), null, instances);
        } catch (IllegalStateException e) {
            return new Evaluation(decision, null, e.getMessage(), List.of());
        }
    }

    private Result evaluate(CommandContext context, DeployedDecision decision, Map<String, Object> values) {
        DecisionDefinitionEntity deployed = engine.decision(decision.decision().getId());
        try {
            Object output = DecisionOutput.evaluate(deployed, values);
            List<String> roots = context.getDbEntityManager()
                    .getCachedEntitiesByType(HistoricDecisionInstanceEntity.class).stream()
                    .filter(instance -> instance.getRootDecisionInstanceId() == null)
                    .map(HistoricDecisionInstanceEntity::getId).toList();
            return new Result(json.write(output), roots);
        } catch (Exception e) {
            throw new IllegalStateException("Expected to evaluate decision '%s', but %s"
                    .formatted(decision.decision().getKey(), e.getMessage()), e);
        }
    }

    /** Everything that was evaluated, oldest first. */
    public List<HistoricDecisionInstance> instances() {
        return history.createHistoricDecisionInstanceQuery().includeInputs().includeOutputs().orderByEvaluationTime()
                .asc().list();
    }
}
