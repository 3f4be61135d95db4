package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.DecisionDefinitionResult;
import io.camunda.client.protocol.rest.DecisionEvaluationInstruction;
import io.camunda.client.protocol.rest.DecisionInstanceGetQueryResult;
import io.camunda.client.protocol.rest.EvaluateDecisionResult;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** DMN decisions: evaluate one, and search what there is and what was evaluated. */
@RestController
@RequestMapping("/v2")
public class DecisionController {

    private final Deployments deployments;
    private final DecisionHistory history;
    private final JsonVariables json;
    private final Search search = new Search();

    public DecisionController(Deployments deployments, DecisionHistory history, JsonVariables json) {
        this.deployments = deployments;
        this.history = history;
        this.json = json;
    }

    @PostMapping("/decision-definitions/evaluation")
    EvaluateDecisionResult evaluate(@RequestBody DecisionEvaluationInstruction request) {
        long key = request.getDecisionDefinitionKey() == null ? 0
                : JobController.key("EVALUATE", request.getDecisionDefinitionKey());
        String id = request.getDecisionDefinitionId() == null ? "" : request.getDecisionDefinitionId();
        String variables = request.getVariables() == null ? "" : json.write(request.getVariables());
        return history.evaluate(key, id, variables);
    }

    @PostMapping(value = "/decision-definitions/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String definitions(@RequestBody(required = false) String body) {
        return search.search(Search.query(body), DecisionDefinitionResult.class,
                () -> deployments.decisions().stream().map(DecisionController::result).toList()).toString();
    }

    @PostMapping(value = "/decision-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String instances(@RequestBody(required = false) String body) {
        return search.search(Search.query(body), DecisionInstanceGetQueryResult.class, history::instances).toString();
    }

    @GetMapping("/decision-instances/{id}")
    DecisionInstanceGetQueryResult instance(@PathVariable String id) {
        return history.instances().stream()
                .filter(instance -> instance.getDecisionEvaluationInstanceKey().equals(id)).findFirst()
                .orElseThrow(() -> Rejection.notFound("GET", "Decision Instance with id '%s' not found", id));
    }

    private static DecisionDefinitionResult result(DeployedDecision decision) {
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
