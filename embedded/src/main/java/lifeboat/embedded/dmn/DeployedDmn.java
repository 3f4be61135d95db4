package lifeboat.embedded.dmn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.dmn.parser.ParsedDmn;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.repository.DecisionDefinition;

/** The DMN files of deployed decisions, each parsed when it is first asked for. */
final class DeployedDmn {

    private final DecisionEngine engine;
    private final Map<String, ParsedDmn> parsed = new ConcurrentHashMap<>();

    DeployedDmn(DecisionEngine engine) {
        this.engine = engine;
    }

    ParsedDmn of(DecisionDefinition decision, CommandContext context) {
        return parsed.computeIfAbsent(decision.getDeploymentId() + "/" + decision.getResourceName(), file ->
                engine.parse(context.getResourceManager().findResourceByDeploymentIdAndResourceName(
                        decision.getDeploymentId(), AuthoredFile.of(decision.getResourceName())).getBytes()));
    }
}
