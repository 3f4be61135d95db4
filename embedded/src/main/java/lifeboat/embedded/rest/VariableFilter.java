package lifeboat.embedded.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A variable that a process instance must have.
 *
 * @param value the value as JSON text
 */
record VariableFilter(String name, String value) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Takes the constraints on variables out of a filter. */
    static List<VariableFilter> take(JsonNode filter) {
        List<VariableFilter> filters = new ArrayList<>();
        if (filter instanceof ObjectNode object && object.has("variables")) {
            for (JsonNode variable : object.remove("variables")) {
                JsonNode value = variable.path("value");
                JsonNode equal = value.isObject() ? value.path("$eq") : value;
                if (!equal.isTextual()) {
                    throw new UnsupportedSearchException("A filter on a variable other than by equality is not "
                            + "supported by the embedded engine");
                }
                filters.add(new VariableFilter(variable.path("name").asText(), json(equal.asText())));
            }
        }
        return filters;
    }

    /** The official client sends texts without their quotes. */
    private static String json(String value) {
        try {
            return MAPPER.readTree(value).isMissingNode() ? TextNode.valueOf(value).toString() : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value).toString();
        }
    }
}
