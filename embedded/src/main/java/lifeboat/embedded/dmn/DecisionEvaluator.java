package lifeboat.embedded.dmn;

import java.util.List;
import java.util.Map;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.repository.DecisionDefinition;

/** Evaluates deployed decisions, and records what was evaluated, in the transaction of the command that runs. */
public final class DecisionEvaluator {

    private final DecisionEngine engine;
    private final DeployedDmn files;
    private final DecisionEvents events;

    public DecisionEvaluator(DecisionEngine engine, JsonVariables json) {
        this.engine = engine;
        this.files = new DeployedDmn(engine);
        this.events = new DecisionEvents(json);
    }

    /**
     * What came of it.
     *
     * @param output a plain Java value; null if it failed
     * @param failure why it failed, and {@code failedId} which decision; null if it did not
     * @param instances the ids of what was recorded, the decision itself last
     */
    public record Result(Object output, String failure, String failedId, List<String> instances) {
    }

    /** @param execution for which it is evaluated; null for a command by itself */
    public Result evaluate(CommandContext context, DecisionDefinition decision, Map<String, Object> variables,
            ExecutionEntity execution) {
        DecisionEngine.Decided outcome = engine.evaluate(files.of(decision, context), decision.getKey(), variables);
        String failure = outcome.failure() == null ? null
                : "Expected to evaluate decision '%s', but %s".formatted(decision.getKey(), outcome.failure());
        List<DecisionEvents.Known> known = outcome.decisions().stream().map(evaluated -> new DecisionEvents.Known(
                evaluated, context.getDecisionDefinitionManager().findDecisionDefinitionByDeploymentAndKey(
                        decision.getDeploymentId(), evaluated.id())))
                .filter(one -> one.definition() != null).toList();
        List<String> instances = known.isEmpty() ? List.of() : events.write(context, known, failure, execution);
        return new Result(outcome.output(), failure, outcome.failedId(), instances);
    }
}
