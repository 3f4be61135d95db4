package lifeboat.connectors.definition;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with {@code {placeholders}}. What is put in their place can only ever be one word, to any device. */
public record Template(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern WORD = Pattern.compile("[\\w.:/@,\\-]+");

    /** The names of the placeholders that are in it. */
    public List<String> placeholders() {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** @throws IllegalArgumentException if a value is missing, or is more than a word */
    public String with(Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("No value for {%s} in '%s'".formatted(match.group(1), text));
            }
            if (!WORD.matcher(value).matches()) {
                throw new IllegalArgumentException("'%s' is no value that can be part of a command line"
                        .formatted(value));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
