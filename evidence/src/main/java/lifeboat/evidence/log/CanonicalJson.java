package lifeboat.evidence.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/** JSON in the one way that it can be written (RFC 8785). A whole number that a double cannot hold becomes a text. */
final class CanonicalJson {

    /** Unpaired halves of what UTF-16 writes in two are no text (RFC 7493 section 2.1). */
    private static final String HALF = "(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])";
    private static final long LARGEST = 1L << 53;

    private final ObjectMapper mapper = JsonMapper.builder().build();

    byte[] of(Map<String, ?> object) {
        try {
            return canonical(mapper.writeValueAsString(exact(mapper.valueToTree(object))));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("This cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    Map<?, ?> read(byte[] json) throws JsonProcessingException {
        return mapper.readValue(new String(json, StandardCharsets.UTF_8), Map.class);
    }

    boolean isCanonical(byte[] json) {
        try {
            return Arrays.equals(json, canonical(new String(json, StandardCharsets.UTF_8)));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static byte[] canonical(String json) throws IOException {
        return new JsonCanonicalizer(json).getEncodedUTF8();
    }

    private static JsonNode exact(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(exact(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, exact(array.get(i)));
            }
        } else if (node.isIntegralNumber() && (!node.canConvertToLong() || node.asLong() > LARGEST
                || node.asLong() < -LARGEST)) {
            return TextNode.valueOf(node.asText());
        } else if (node.isTextual()) {
            return TextNode.valueOf(node.asText().replaceAll(HALF, "\uFFFD"));
        }
        return node;
    }
}
