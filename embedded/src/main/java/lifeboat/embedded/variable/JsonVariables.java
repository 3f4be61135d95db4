package lifeboat.embedded.variable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.nio.charset.StandardCharsets;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lifeboat.embedded.api.Rejection;

/**
 * Zeebe's variables, which are JSON values, in the engine's variable table. Texts, numbers and truth values are stored
 * as what they are, so that the engine's own web applications show and set them; lists and objects as a marked JSON
 * text; what is too long for the column as the bytes of its JSON text.
 *
 * <p>Names that start with {@link #HIDDEN}, and the engine's counters of a multi-instance, are never shown.
 */
public class JsonVariables {

    public static final String HIDDEN = "zeebe:";

    /** The number of an instance of a multi-instance, from 1. */
    public static final String LOOP_COUNTER = "loopCounter";

    private static final String JSON = "json:";
    private static final Set<String> COUNTERS =
            Set.of("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances");
    private static final int COLUMN_LENGTH = 4000;
    private static final int LONGEST_QUOTE = 200;
    private static final TypeReference<LinkedHashMap<String, Object>> DOCUMENT = new TypeReference<>() { };

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new SimpleModule()
            .addSerializer(Temporal.class, new FeelText<>(Temporal.class))
            .addSerializer(TemporalAmount.class, new FeelText<>(TemporalAmount.class)));

    /** The variables of a command's JSON document, ready for the engine. An empty text is an empty document. */
    public Map<String, Object> stored(String intent, String document) {
        return storedAll(read(intent, document));
    }

    /** Plain Java values, ready for the engine. */
    public Map<String, Object> storedAll(Map<?, ?> values) {
        Map<String, Object> stored = new LinkedHashMap<>();
        values.forEach((name, value) -> stored.put((String) name, stored(value)));
        return stored;
    }

    /** One value, ready for the engine. A database knows one zero only. */
    public Object stored(Object value) {
        boolean isNegativeZero = value instanceof Double number && number.equals(-0.0);
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long
                || value instanceof Double && !isNegativeZero) {
            return value;
        }
        String text = value instanceof String plain && !plain.startsWith(JSON) ? plain : JSON + write(value);
        return text.length() < COLUMN_LENGTH ? text : write(value).getBytes(StandardCharsets.UTF_8);
    }

    /** One JSON text, ready for the engine. */
    public Object storedJson(String text) {
        return stored(readValue(text));
    }

    /** Whether a variable is the embedded engine's own business. */
    public static boolean isHidden(String name) {
        return name.startsWith(HIDDEN) || COUNTERS.contains(name);
    }

    /** The engine's variables as plain Java values, without the hidden ones. */
    public Map<String, Object> values(Map<String, Object> stored) {
        Map<String, Object> values = new LinkedHashMap<>();
        stored.forEach((name, value) -> {
            if (!isHidden(name)) {
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

    /** As bytes are written, so that what takes two characters of a text is told by their numbers, as Zeebe does. */
    public String write(Object value) {
        try {
            return new String(mapper.writeValueAsBytes(value), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A variable of " + value.getClass() + " has no JSON form", e);
        }
    }

    /** A JSON document as plain Java values. */
    public Map<String, Object> read(String document) {
        return read("READ", document);
    }

    /** The same, of a command. An empty text is an empty document. */
    public Map<String, Object> read(String intent, String document) {
        if (document == null || document.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, Object> values = mapper.readValue(document, DOCUMENT);
            return values == null ? Map.of() : values;
        } catch (JsonProcessingException e) {
            throw notADocument(intent, document);
        }
    }

    /** A stored value as a plain Java value. */
    public Object value(Object stored) {
        if (stored instanceof byte[] bytes) {
            return readValue(new String(bytes, StandardCharsets.UTF_8));
        }
        if (stored instanceof String text) {
            return text.startsWith(JSON) ? readValue(text.substring(JSON.length())) : text;
        }
        return stored instanceof Date date ? date.toInstant().toString() : stored;
    }

    private Object readValue(String text) {
        try {
            return mapper.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored variable is not JSON: " + text, e);
        }
    }

    private Rejection notADocument(String intent, String document) {
        try {
            return Rejection.malformed("Property 'variables' is invalid: Expected document to be a root level object, "
                    + "but was '%s'", mapper.readTree(document).getNodeType());
        } catch (JsonProcessingException e) {
            String quote = document.length() > LONGEST_QUOTE ? document.substring(0, LONGEST_QUOTE) + "..." : document;
            return Rejection.invalidArgument(intent,
                    "Property 'variables' is invalid: Expected document to be a JSON object, but was: %s", quote);
        }
    }
}
