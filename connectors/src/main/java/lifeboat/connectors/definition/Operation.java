package lifeboat.connectors.definition;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a role operation is on a platform: the lines to send and how to read the answer.
 *
 * @param mode where the lines are sent; null for the platform's default mode
 * @param send the lines
 * @param read what an answer looks like, with a named group for each field; null if silence is consent
 * @param json where each field is in an answer that is JSON: a way of names and indices as in a JSON pointer (RFC
 *     6901), or a text of its own, both with {@code {placeholders}}; null if it is not JSON. Where all ways lead
 *     nowhere, what was asked for does not exist
 * @param absent what the answer looks like when the thing asked for does not exist; null if it always does
 */
public record Operation(String mode, List<OperationLine> send, Pattern read, Map<String, String> json,
        Pattern absent) {

    private static final Pattern FIELD = Pattern.compile("\\(\\?<(\\w+)>");

    public Operation {
        if (send == null || send.isEmpty()) {
            throw new IllegalArgumentException("an operation needs 'send', the lines of it");
        }
        if (read != null && json != null) {
            throw new IllegalArgumentException("an operation has 'read' or 'json', and not both");
        }
        send = List.copyOf(send);
    }

    /** Whether it asks for something, and changes nothing. */
    public boolean isQuestion() {
        return read != null || json != null;
    }

    /** Whether a device says by these words that what was asked for does not exist. */
    public boolean saysAbsent(String words) {
        return absent != null && !words.isBlank() && absent.matcher(words).find();
    }

    /** The placeholders of all of its lines. */
    public List<String> placeholders() {
        return Stream.concat(send.stream().flatMap(line -> line.placeholders().stream()), json == null ? Stream.of()
                : json.values().stream().flatMap(text -> new Template(text).placeholders().stream())).toList();
    }

    /** The fields that an answer has. */
    public List<String> fields() {
        if (json != null) {
            return List.copyOf(json.keySet());
        }
        return read == null ? List.of()
                : FIELD.matcher(read.pattern()).results().map(match -> match.group(1)).toList();
    }

    /** The lines with the placeholders filled in. */
    public List<OperationLine> lines(Map<String, String> values) {
        return send.stream().map(line -> line.with(values)).toList();
    }

    /** The fields of an answer; empty if the answer says that there is nothing; {@code unreadable} if it is neither. */
    public <E extends Exception> Optional<Map<String, String>> read(String text, Map<String, String> values,
            E unreadable) throws E {
        if (absent != null && absent.matcher(text).find()) {
            return Optional.empty();
        }
        if (json != null) {
            try {
                return new JsonAnswer(text).fields(json, values);
            } catch (IOException e) {
                throw unreadable;
            }
        }
        if (read == null) {
            return Optional.of(Map.of());
        }
        Matcher matcher = read.matcher(text);
        if (!matcher.find()) {
            throw unreadable;
        }
        Map<String, String> fields = new HashMap<>();
        for (String name : fields()) {
            String value = matcher.group(name);
            fields.put(name, value == null ? "" : value);
        }
        return Optional.of(fields);
    }
}
