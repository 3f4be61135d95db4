package lifeboat.connectors.definition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a role operation is on a platform: the lines to send and how to read the answer.
 *
 * @param mode where the lines are sent; null for the platform's default mode
 * @param send the lines
 * @param read what an answer looks like, with a named group for each field; null if silence is consent
 * @param json where each field is in an answer that is JSON: a way of names and indices as in a JSON pointer (RFC
 *     6901), with entries of lists by a key ({@code interface[name={port_l1}]}), or a text of its own, both with
 *     {@code {placeholders}}; null if it is not JSON
 * @param ranges of fields that list numbers (10,40-45), the one that must be among them: without it they are blank
 * @param absent what the answer looks like when the thing asked for does not exist; null if it always does
 */
public record Operation(String mode, List<OperationLine> send, AnswerPattern read, Map<String, String> json,
        Map<String, String> ranges, TextPattern absent) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}|\\{vlan}");

    /** What a device printed to the lines of a change: a field like those of an answer. */
    public static final String SAID = "said";

    public Operation {
        if (send == null || send.isEmpty()) {
            throw new IllegalArgumentException("an operation needs 'send', the lines of it");
        }
        if (read != null && json != null) {
            throw new IllegalArgumentException("an operation has 'read' or 'json', and not both");
        }
        send = List.copyOf(send);
        ranges = ranges == null ? Map.of() : Map.copyOf(ranges);
        Collection<String> fields = json != null ? json.keySet() : read != null ? read.fields() : List.of();
        ranges.forEach((field, number) -> {
            if (!fields.contains(field) || !NUMBER.matcher(number).matches()) {
                throw new IllegalArgumentException(("'ranges' needs a field that is read, and a number or {vlan}, and "
                        + "has '%s: %s'").formatted(field, number));
            }
        });
        if (json != null) {
            json.forEach(JsonAnswer::check);
        }
    }

    /** Whether it asks for something, and changes nothing. */
    public boolean isQuestion() {
        return read != null || json != null;
    }

    /** Whether a device says by these words that what was asked for does not exist. */
    public boolean saysAbsent(String words) {
        return absent != null && !words.isBlank() && absent.isIn(words);
    }

    /** The placeholders of all of its lines. */
    public List<String> placeholders() {
        Stream<String> texts = Stream.concat(json == null ? Stream.of() : json.values().stream(),
                ranges.values().stream());
        return Stream.of(send.stream().flatMap(line -> line.placeholders().stream()),
                texts.flatMap(text -> new Template(text).placeholders().stream()),
                read == null ? Stream.<String>of() : read.placeholders().stream()).flatMap(names -> names).toList();
    }

    /** The fields that an answer has. */
    public List<String> fields() {
        if (json != null) {
            return List.copyOf(json.keySet());
        }
        return read == null ? List.of() : read.fields();
    }

    /** The lines with the placeholders filled in. */
    public List<OperationLine> lines(Map<String, String> values) {
        return send.stream().map(line -> line.with(values)).toList();
    }

    /** The fields of an answer; empty if the answer says that there is nothing; {@code unreadable} if it is neither. */
    public <E extends Exception> Optional<Map<String, String>> read(String text, Map<String, String> values,
            E unreadable) throws E {
        if (absent != null && absent.isIn(text)) {
            return Optional.empty();
        }
        if (!isQuestion()) {
            return Optional.of(Map.of(SAID, text));
        }
        Map<String, String> fields = (json == null ? read.fieldsOf(text, values)
                : new JsonAnswer(text).fields(json, values)).orElseThrow(() -> unreadable);
        for (Map.Entry<String, String> range : ranges.entrySet()) {
            String listed = fields.get(range.getKey());
            int number = Integer.parseInt(new Template(range.getValue()).with(values));
            if (!new NumberRanges(listed).contain(number).orElseThrow(() -> unreadable)) {
                fields.put(range.getKey(), "");
            }
        }
        return Optional.of(fields);
    }
}
