package lifeboat.embedded.query;

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

    /** @param stored the value as the engine stores it */
    Condition condition(Object stored) {
        String having = "exists (select 1 from ACT_HI_VARINST V where V.PROC_INST_ID_ = ACT_HI_PROCINST.ID_ "
                + "and NAME_ = ? and ";
        if (stored == null) {
            return Condition.of(having + "VAR_TYPE_ = 'null')", name);
        }
        if (stored instanceof String) {
            return Condition.of(having + "VAR_TYPE_ = 'string' and TEXT_ = ?)", name, stored);
        }
        if (stored instanceof Boolean flag) {
            return Condition.of(having + "VAR_TYPE_ = 'boolean' and LONG_ = ?)", name, flag ? 1 : 0);
        }
        if (stored instanceof Double) {
            return Condition.of(having + "VAR_TYPE_ = 'double' and DOUBLE_ = ?)", name, stored);
        }
        if (stored instanceof Number number) {
            return Condition.of(having + "VAR_TYPE_ in ('integer', 'long') and LONG_ = ?)", name, number.longValue());
        }
        throw new UnsupportedSearchException("The value of '%s' is too long to search process instances by it"
                .formatted(name));
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
