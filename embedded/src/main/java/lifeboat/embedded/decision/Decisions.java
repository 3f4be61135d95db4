package lifeboat.embedded.decision;

import java.util.List;
import java.util.Map;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.dmn.DecisionEvaluator;
import lifeboat.embedded.dmn.DecisionEvents;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Ids;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricDecisionInstance;

/** Evaluates DMN decisions, and tells what was evaluated. */
public class Decisions {

    /** The variable of an output that is the result as a whole, and no rule's. */
    public static final String RESULT = DecisionEvents.RESULT;
    /** The variable of an output that says why the evaluation failed. */
    public static final String FAILURE = DecisionEvents.FAILURE;

    private final DecisionEvaluator evaluator;
    private final Deployments deployments;
    private final Commands commands;
    private final HistoryService history;
    private final JsonVariables json;

    public Decisions(EmbeddedEngine engine, DecisionEvaluator evaluator, Deployments deployments,
            Commands commands) {
        this.evaluator = evaluator;
        this.deployments = deployments;
        this.commands = commands;
        this.history = engine.operaton().getHistoryService();
        this.json = engine.json();
    }

    /**
     * A decision that was evaluated by itself.
     *
     * @param output its result as JSON text, null if it failed
     * @param failure why it failed, and {@code failedId} which decision; null if it did not
     * @param instances what was evaluated for it: the decisions it requires, itself last
     */
    public record Evaluation(DeployedDecision decision, String output, String failure, String failedId,
            List<HistoricDecisionInstance> instances) {
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
        DecisionEvaluator.Result result = commands.inTransaction(context -> evaluator.evaluate(context,
                decision.decision(), values, null));
        return new Evaluation(decision, result.failure() == null ? json.write(result.output()) : null,
                result.failure(), result.failedId(), instances(result.instances()));
    }

    /** The evaluations with the given ids, in that order. */
    public List<HistoricDecisionInstance> instances(List<String> ids) {
        return Ids.inOrder(ids, all -> history.createHistoricDecisionInstanceQuery()
                .decisionInstanceIdIn(all.toArray(String[]::new)).includeInputs().includeOutputs().list(),
                HistoricDecisionInstance::getId);
    }
}
