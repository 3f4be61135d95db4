package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A line to send. In a file of operations it is a text, or a mapping if there is more to say of it.
 *
 * @param line what is typed, with {@code {placeholders}}
 * @param questions what the device may ask before it carries it out
 * @param confirmedBy what the answer looks like when it was carried out; null if any answer will do that is no refusal
 */
public record OperationLine(String line, List<Question> questions, TextPattern confirmedBy) {

    public OperationLine {
        if (line == null) {
            throw new IllegalArgumentException("a line that is a mapping needs 'line', what is typed");
        }
        questions = questions == null ? List.of() : List.copyOf(questions);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static OperationLine of(String line) {
        return new OperationLine(line, null, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static OperationLine read(String line, List<Question> questions, TextPattern confirmedBy) {
        return new OperationLine(line, questions, confirmedBy);
    }

    /** With the placeholders filled in. */
    public OperationLine with(Map<String, String> values) {
        return new OperationLine(new Template(line).with(values),
                questions.stream().map(question -> question.with(values)).toList(), confirmedBy);
    }

    /** The placeholders that it has. */
    public List<String> placeholders() {
        return Stream.concat(Stream.of(line),
                questions.stream().map(Question::answer)).map(Template::new)
                .flatMap(template -> template.placeholders().stream()).toList();
    }
}
