package lifeboat.connectors.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.util.stream.Collectors;

/** Reads YAML files into records, and says in one sentence what is wrong with one. */
public final class YamlReader {

    private final ObjectMapper mapper = new ObjectMapper(new YAMLFactory())
            .registerModule(new JavaTimeModule())
            .registerModule(new ParameterNamesModule())
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * Reads a file's content.
     *
     * @param what the kind of file and its name, for example "The transcript x.yaml"
     * @throws IllegalArgumentException in one sentence
     */
    public <T> T read(String what, byte[] content, Class<T> type) {
        try {
            T read = mapper.readValue(content, type);
            if (read == null) {
                throw new IllegalArgumentException("%s is empty.".formatted(what));
            }
            return read;
        } catch (IOException e) {
            int line = e instanceof JsonProcessingException json && json.getLocation() != null
                    ? json.getLocation().getLineNr() : 0;
            throw new IllegalArgumentException("%s%s cannot be read: %s.".formatted(what, line > 0 ? ":" + line : "",
                    reason(e)), e);
        }
    }

    /** The line in which a key stands, by the way of keys to it; 0 if it is not there. */
    public int lineOf(byte[] content, String... way) {
        try (JsonParser parser = mapper.createParser(content)) {
            int found = 0;
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    int depth = depth(parser.getParsingContext());
                    found = Math.min(found, depth - 1);
                    if (found == depth - 1 && parser.currentName().equals(way[found]) && ++found == way.length) {
                        return parser.currentTokenLocation().getLineNr();
                    }
                }
            }
        } catch (IOException e) {
            // whoever reads it says so
        }
        return 0;
    }

    private static int depth(JsonStreamContext context) {
        int depth = 0;
        for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            depth++;
        }
        return depth;
    }

    private static String reason(IOException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "it has an unknown key '%s'".formatted(unknown.getPropertyName());
        }
        if (e instanceof JsonMappingException mapping && mapping.getCause() instanceof IllegalArgumentException ours
                && !(ours instanceof NumberFormatException)) {
            return sentence(ours.getMessage());
        }
        if (e instanceof JsonMappingException mapping && mapping.getCause() instanceof NullPointerException) {
            return "what is at '%s' has an empty entry".formatted(place(mapping));
        }
        if (e instanceof MismatchedInputException mismatch) {
            String place = place(mismatch);
            return place.isEmpty() ? "it is no mapping of keys to values"
                    : "what is at '%s' does not belong there".formatted(place);
        }
        return sentence(e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage());
    }

    private static String place(JsonMappingException e) {
        return e.getPath().stream().map(reference -> reference.getFieldName() == null
                ? String.valueOf(reference.getIndex() + 1) : reference.getFieldName()).collect(Collectors.joining(" "));
    }

    private static String sentence(String message) {
        return String.valueOf(message).lines().findFirst().orElse("").replaceFirst("\\.$", "");
    }
}
