package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer looks like: a regular expression with a named group for each field. {@code {port_NAME}} stands for
 * what the inventory calls that port.
 */
public record AnswerPattern(@JsonValue String text) {

    private static final Pattern FIELD = Pattern.compile("\\(\\?<(\\w+)>");
    private static final Pattern PORT = Pattern.compile("\\{(port_\\w+)}");

    /** @throws IllegalArgumentException if it is no regular expression */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AnswerPattern {
        Pattern.compile(PORT.matcher(text).replaceAll("x"));
    }

    List<String> fields() {
        return FIELD.matcher(text).results().map(match -> match.group(1)).toList();
    }

    List<String> placeholders() {
        return PORT.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** The fields of an answer, blank where there is none; empty if the answer looks otherwise. */
    Optional<Map<String, String>> fieldsOf(String answer, Map<String, String> values) {
        Matcher matcher = Pattern.compile(PORT.matcher(text).replaceAll((MatchResult port) -> Matcher.quoteReplacement(
                Pattern.quote(new Template(port.group()).with(values))))).matcher(answer);
        try {
            if (!matcher.find()) {
                return Optional.empty();
            }
        } catch (StackOverflowError e) {
            // the answer is too long for this pattern
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        for (String name : fields()) {
            String value = matcher.group(name);
            fields.put(name, value == null ? "" : value);
        }
        return Optional.of(fields);
    }
}
