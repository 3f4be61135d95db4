package lifeboat.connectors.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An answer that is JSON, perhaps behind something else that the device had to say. */
final class JsonAnswer {

    private static final String WAY = "/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode root;

    /** @throws IOException if there is no JSON in it */
    JsonAnswer(String text) throws IOException {
        int begin = text.indexOf('{');
        if (begin < 0) {
            throw new IOException("there is no JSON in it");
        }
        root = MAPPER.readTree(text.substring(begin));
    }

    /** The fields, blank where there is none; empty if there is none at all. */
    Optional<Map<String, String>> fields(Map<String, String> wanted, Map<String, String> values) {
        Map<String, String> fields = new HashMap<>();
        boolean isThere = false;
        for (Map.Entry<String, String> field : wanted.entrySet()) {
            if (field.getValue().startsWith(WAY)) {
                JsonNode found = at(field.getValue(), values);
                fields.put(field.getKey(), found.asText());
                isThere |= !found.isMissingNode() && !found.isNull();
            } else {
                fields.put(field.getKey(), new Template(field.getValue()).with(values));
            }
        }
        return isThere ? Optional.of(fields) : Optional.empty();
    }

    /** What is filled in may have slashes of its own: ports have. */
    private JsonNode at(String way, Map<String, String> values) {
        JsonNode node = root;
        for (String step : way.substring(WAY.length()).split(WAY)) {
            String name = new Template(step).with(values);
            node = node.isArray() && name.matches("\\d{1,6}") ? node.path(Integer.parseInt(name)) : node.path(name);
        }
        return node;
    }
}
