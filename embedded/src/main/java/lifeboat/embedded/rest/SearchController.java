package lifeboat.embedded.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The v2 searches over process instances, element instances and incidents. */
@RestController
@RequestMapping("/v2")
public class SearchController {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutionHistory history;
    private final Search search = new Search();

    public SearchController(ExecutionHistory history) {
        this.history = history;
    }

    @PostMapping(value = "/process-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String processInstances(@RequestBody(required = false) String body) {
        JsonNode query = read(body);
        List<VariableFilter> variables = VariableFilter.take(query.path("filter"));
        return search.search(query, history.processInstances(variables)).toString();
    }

    @PostMapping(value = "/element-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String elementInstances(@RequestBody(required = false) String body) {
        JsonNode query = read(body);
        return search.search(query, history.elementInstances(key(query, "processInstanceKey"))).toString();
    }

    @PostMapping(value = "/incidents/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String incidents(@RequestBody(required = false) String body) {
        return search.search(read(body), history.incidents()).toString();
    }

    private static JsonNode read(String body) {
        try {
            JsonNode query = JSON.readTree(body == null || body.isBlank() ? "{}" : body);
            if (query instanceof ObjectNode) {
                return query;
            }
        } catch (JsonProcessingException e) {
            throw new UnsupportedSearchException("The request body is not JSON: " + e.getOriginalMessage());
        }
        throw new UnsupportedSearchException("The request body must be a JSON object");
    }

    /** The key a filter asks for by equality, to read less; null if it does not. */
    private static String key(JsonNode query, String field) {
        JsonNode constraint = query.path("filter").path(field);
        JsonNode value = constraint.isObject() ? constraint.path("$eq") : constraint;
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }
}
