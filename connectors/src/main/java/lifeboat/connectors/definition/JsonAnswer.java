package lifeboat.connectors.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An answer that is JSON, perhaps behind something else that the device had to say. */
final class JsonAnswer {

    private static final String POINTER = "/";
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

    /** The fields that are there; empty if none is. */
    Optional<Map<String, String>> fields(Map<String, String> wanted, Map<String, String> values) {
        Map<String, String> fields = new HashMap<>();
        boolean isThere = false;
        for (Map.Entry<String, String> field : wanted.entrySet()) {
            String text = new Template(field.getValue()).with(values);
            if (!field.getValue().startsWith(POINTER)) {
                fields.put(field.getKey(), text);
                continue;
            }
            JsonNode found = root.at(JsonPointer.compile(text));
            if (!found.isMissingNode() && !found.isNull()) {
                fields.put(field.getKey(), found.asText());
                isThere = true;
            }
        }
        return isThere ? Optional.of(fields) : Optional.empty();
    }
}
