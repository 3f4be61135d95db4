package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.DecisionDefinitionResult;
import io.camunda.client.protocol.rest.DecisionEvaluationInstruction;
import io.camunda.client.protocol.rest.DecisionInstanceGetQueryResult;
import io.camunda.client.protocol.rest.EvaluateDecisionResult;
import java.nio.charset.StandardCharsets;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.deployment.DeployedDecision;
import lifeboat.embedded.deployment.Deployments;
import lifeboat.embedded.query.DecisionHistory;
import lifeboat.embedded.query.Definitions;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
    private final Definitions definitions;
    private final DecisionHistory history;
    private final JsonVariables json;

    public DecisionController(Deployments deployments, Definitions definitions, DecisionHistory history,
            JsonVariables json) {
        this.deployments = deployments;
        this.definitions = definitions;
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
        return definitions.searchDecisions(body).toString();
    }

    @GetMapping("/decision-definitions/{key}")
    DecisionDefinitionResult definition(@PathVariable long key) {
        return Definitions.result(find(key));
    }

    /** It is XML whatever the caller accepts: Camunda's own client asks for JSON. */
    @GetMapping("/decision-definitions/{key}/xml")
    ResponseEntity<byte[]> xml(@PathVariable long key) {
        return ResponseEntity.ok().contentType(new MediaType(MediaType.TEXT_XML, StandardCharsets.UTF_8))
                .body(deployments.authored(find(key)));
    }

    private DeployedDecision find(long key) {
        return deployments.decision(key).orElseThrow(() -> Rejection.notFound("GET",
                "Decision Definition with key '%d' not found", key));
    }

    @PostMapping(value = "/decision-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String instances(@RequestBody(required = false) String body) {
        return history.search(body).toString();
    }

    @GetMapping("/decision-instances/{id}")
    DecisionInstanceGetQueryResult instance(@PathVariable String id) {
        return history.get(id);
    }
}
