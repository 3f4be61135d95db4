package lifeboat.connectors.definition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer that is JSON: one value or several, perhaps with something else before, between and behind them. */
final class JsonAnswer {

    private static final String WAY = "/";
    private static final Pattern ENTRY = Pattern.compile("(?<list>[^\\[]+)\\[(?<key>[^=\\]]+)=(?<value>.+)]");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> roots = new ArrayList<>();

    JsonAnswer(String text) {
        for (int at = 0; at < text.length();) {
            char c = text.charAt(at);
            at += c == '{' || c == '[' ? Math.max(1, read(text.substring(at))) : 1;
        }
    }

    /** @return how many characters a value has with which a text begins; 0 if there is none */
    private int read(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            roots.add(MAPPER.readTree(parser));
            return (int) parser.currentLocation().getCharOffset();
        } catch (IOException e) {
            return 0;
        }
    }

    /** @throws IllegalArgumentException if this is neither a way nor a text of its own */
    static void check(String field, String way) {
        if (way == null || way.contains(WAY) && !way.startsWith(WAY)) {
            throw new IllegalArgumentException("'json' has no way to the field '%s': it begins with '/'".formatted(
                    field));
        }
    }

    /** The fields, blank where there is none; empty if no way leads anywhere. */
    Optional<Map<String, String>> fields(Map<String, String> wanted, Map<String, String> values) {
        Map<String, String> fields = new HashMap<>();
        boolean isThere = false;
        for (Map.Entry<String, String> field : wanted.entrySet()) {
            if (field.getValue().startsWith(WAY)) {
                JsonNode found = at(field.getValue(), values);
                isThere |= !found.isMissingNode();
                fields.put(field.getKey(), found.isContainerNode() ? found.toString()
                        : found.isNull() ? "" : found.asText());
            } else {
                fields.put(field.getKey(), new Template(field.getValue()).with(values));
            }
        }
        return isThere ? Optional.of(fields) : Optional.empty();
    }

    private JsonNode at(String way, Map<String, String> values) {
        return roots.stream().map(root -> at(root, way, values)).filter(found -> !found.isMissingNode()).findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** What is filled in may have slashes of its own: ports have. */
    private static JsonNode at(JsonNode root, String way, Map<String, String> values) {
        JsonNode node = root;
        for (String step : way.substring(WAY.length()).split(WAY)) {
            Matcher entry = ENTRY.matcher(step);
            node = entry.matches() ? entry(node.path(filled(entry.group("list"), values)),
                    filled(entry.group("key"), values), filled(entry.group("value"), values))
                    : child(node, filled(step, values));
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String name) {
        return node.isArray() && name.matches("\\d{1,6}") ? node.path(Integer.parseInt(name)) : node.path(name);
    }

    private static JsonNode entry(JsonNode list, String key, String value) {
        for (JsonNode entry : list) {
            if (entry.path(key).asText().equals(value)) {
                return entry;
            }
        }
        return MissingNode.getInstance();
    }

    private static String filled(String text, Map<String, String> values) {
        return new Template(text).with(values);
    }
}
