package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.DecisionDefinitionResult;
import io.camunda.client.protocol.rest.ProcessDefinitionResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Keys;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/** The deployed processes and decisions, every version of them. */
public class Definitions {

    private static final List<String> ORDER = List.of("KEY_", "VERSION_");
    private static final Column KEY = Column.lastPart("ID_");
    private static final SearchedTable PROCESSES = new SearchedTable("ACT_RE_PROCDEF",
            Optional.empty(), Optional.empty(), ORDER,
            Map.of("processDefinitionKey", KEY,
                    "processDefinitionId", Column.text("KEY_"),
                    "name", Column.text("NAME_"),
                    "version", Column.number("VERSION_"),
                    "versionTag", Column.text("VERSION_TAG_"),
                    "resourceName", Column.text("RESOURCE_NAME_"),
                    "tenantId", Column.always(Camunda.TENANT)));
    private static final SearchedTable DECISIONS = new SearchedTable("ACT_RE_DECISION_DEF",
            Optional.empty(), Optional.empty(), ORDER,
            Map.of("decisionDefinitionKey", KEY,
                    "decisionDefinitionId", Column.text("KEY_"),
                    "name", Column.text("NAME_"),
                    "version", Column.number("VERSION_"),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final Deployments deployments;
    private final Search search;

    public Definitions(Deployments deployments, Commands commands) {
        this.deployments = deployments;
        this.search = new Search(commands);
    }

    /** @param body a v2 search */
    public JsonNode searchProcesses(String body) {
        return search.search(Search.query(body), ProcessDefinitionResult.class, new Source<>(PROCESSES,
                rows -> deployments.processes(search.ids(rows)).stream()
                        .map(Definitions::result).toList()));
    }

    /** @param body a v2 search */
    public JsonNode searchDecisions(String body) {
        return search.search(Search.query(body), DecisionDefinitionResult.class, new Source<>(DECISIONS,
                rows -> deployments.decisions(search.ids(rows)).stream()
                        .map(Definitions::result).toList()));
    }

    public static ProcessDefinitionResult result(ProcessDefinition process) {
        return new ProcessDefinitionResult()
                .processDefinitionKey(String.valueOf(Keys.ofProcess(process.getId())))
                .processDefinitionId(process.getKey())
                .name(process.getName())
                .version(process.getVersion())
                .versionTag(process.getVersionTag())
                .resourceName(process.getResourceName())
                .hasStartForm(process.hasStartFormKey())
                .tenantId(Camunda.TENANT);
    }

    public static DecisionDefinitionResult result(DeployedDecision decision) {
        return new DecisionDefinitionResult()
                .decisionDefinitionId(decision.decision().getKey())
                .decisionDefinitionKey(String.valueOf(decision.key()))
                .name(decision.decision().getName())
                .version(decision.decision().getVersion())
                .decisionRequirementsId(decision.requirementsId())
                .decisionRequirementsKey(String.valueOf(decision.requirementsKey()))
                .tenantId(Camunda.TENANT);
    }
}
