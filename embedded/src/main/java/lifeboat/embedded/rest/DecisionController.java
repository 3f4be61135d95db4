package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.DecisionEvaluationInstruction;
import io.camunda.client.protocol.rest.DecisionInstanceGetQueryResult;
import io.camunda.client.protocol.rest.EvaluateDecisionResult;
import lifeboat.embedded.query.DecisionHistory;
import lifeboat.embedded.query.Definitions;
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

    private final Definitions definitions;
    private final DecisionHistory history;
    private final JsonVariables json;

    public DecisionController(Definitions definitions, DecisionHistory history, JsonVariables json) {
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

    @PostMapping(value = "/decision-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String instances(@RequestBody(required = false) String body) {
        return history.search(body).toString();
    }

    @GetMapping("/decision-instances/{id}")
    DecisionInstanceGetQueryResult instance(@PathVariable String id) {
        return history.get(id);
    }
}
