package lifeboat.embedded.variable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.charset.StandardCharsets;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import lifeboat.embedded.Rejection;

/**
 * Zeebe's variables, which are JSON values, in the engine's variable table. A value is stored as its JSON text, or as
 * the bytes of that text where it is too long for the column.
 *
 * <p>Names that start with {@link #HIDDEN} are the embedded engine's own notes and are never shown.
 */
public class JsonVariables {

    public static final String HIDDEN = "zeebe:";

    private static final int COLUMN_LENGTH = 4000;
    private static final TypeReference<LinkedHashMap<String, Object>> DOCUMENT = new TypeReference<>() { };

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new SimpleModule()
            .addSerializer(Temporal.class, new ToStringSerializer(Temporal.class))
            .addSerializer(TemporalAmount.class, new ToStringSerializer(TemporalAmount.class)));

    /** The variables of a command's JSON document, ready for the engine. An empty text is an empty document. */
    public Map<String, Object> stored(String intent, String document) {
        Map<String, Object> stored = new LinkedHashMap<>();
        parse(intent, document).forEach((name, value) -> stored.put(name, stored(value)));
        return stored;
    }

    /** One value, ready for the engine. */
    public Object stored(Object value) {
        String text = write(value);
        return text.length() < COLUMN_LENGTH ? text : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The engine's variables as plain Java values, without the hidden ones. */
    public Map<String, Object> values(Map<String, Object> stored) {
        Map<String, Object> values = new LinkedHashMap<>();
        stored.forEach((name, value) -> {
            if (!name.startsWith(HIDDEN)) {
                values.put(name, value(value));
            }
        });
        return values;
    }

    /** The engine's variables as a JSON document; only {@code names} if any are given. */
    public String document(Map<String, Object> stored, Collection<String> names) {
        Map<String, Object> values = values(stored);
        if (!names.isEmpty()) {
            values.keySet().retainAll(names);
        }
        return write(values);
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A variable of " + value.getClass() + " has no JSON form", e);
        }
    }

    /** A JSON document as plain Java values. */
    public Map<String, Object> read(String document) {
        return parse("READ", document);
    }

    private Object value(Object stored) {
        String text = stored instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) stored;
        try {
            return text == null ? null : mapper.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored variable is not JSON: " + text, e);
        }
    }

    private Map<String, Object> parse(String intent, String document) {
        if (document == null || document.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, Object> values = mapper.readValue(document, DOCUMENT);
            return values == null ? Map.of() : values;
        } catch (JsonProcessingException e) {
            throw Rejection.invalidArgument(intent,
                    "Property 'variables' is invalid: Expected document to be a JSON object, but was: %s", document);
        }
    }
}
