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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An answer that is JSON: one value or several, perhaps with something else before, between and behind them. Nothing is
 * read from within an object that is not whole, or behind it.
 */
final class JsonAnswer {

    private static final String WAY = "/";
    private static final Pattern STEP = Pattern.compile("/(?![^\\[]*])");
    private static final Pattern ENTRY = Pattern.compile("(?<list>[^\\[]+)\\[(?<key>[^=\\]]+)=(?<value>.+)]");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> roots = new ArrayList<>();

    JsonAnswer(String text) {
        char[] all = text.toCharArray();
        for (int at = 0; at < all.length;) {
            int length = all[at] == '{' || all[at] == '[' ? read(all, at) : 1;
            if (length == 0 && all[at] == '{') {
                return;
            }
            at += Math.max(1, length);
        }
    }

    /** @return how many characters the value has that begins there; 0 if there is none, or not all of it */
    private int read(char[] all, int at) {
        try (JsonParser parser = MAPPER.createParser(all, at, all.length - at)) {
            roots.add(MAPPER.readTree(parser));
            return (int) parser.currentLocation().getCharOffset() - at;
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
        STEP.splitAsStream(way).filter(step -> step.contains("[") && !ENTRY.matcher(step).matches()).findFirst()
                .ifPresent(step -> {
                    throw new IllegalArgumentException("'%s' is no step like list[key=value]".formatted(step));
                });
    }

    /** The fields, blank where there is none; empty if no way leads anywhere. */
    Optional<Map<String, String>> fields(Map<String, String> wanted, Map<String, String> values) {
        Map<String, String> fields = new HashMap<>();
        boolean isThere = false;
        for (Map.Entry<String, String> field : wanted.entrySet()) {
            if (field.getValue().startsWith(WAY)) {
                JsonNode found = at(field.getValue(), values);
                isThere |= !found.isMissingNode();
                fields.put(field.getKey(), text(found));
            } else {
                fields.put(field.getKey(), new Template(field.getValue()).with(values));
            }
        }
        return isThere ? Optional.of(fields) : Optional.empty();
    }

    private static String text(JsonNode found) {
        if (found.isArray()) {
            return StreamSupport.stream(found.spliterator(), false).map(JsonAnswer::text)
                    .collect(Collectors.joining(","));
        }
        return found.isObject() ? found.toString() : found.isNull() ? "" : found.asText();
    }

    private JsonNode at(String way, Map<String, String> values) {
        return roots.stream().map(root -> at(root, way, values)).filter(found -> !found.isMissingNode()).findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** What is filled in may have slashes of its own: ports have. */
    private static JsonNode at(JsonNode root, String way, Map<String, String> values) {
        JsonNode node = root;
        for (String step : STEP.split(way.substring(WAY.length()))) {
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
