package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a prompt or a question looks like, written as scrapli's definitions are: in PCRE2's syntax, without regard to
 * case, with {@code ^} and {@code $} at every line. A prompt may have several lines.
 */
public final class PromptPattern {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.UNIX_LINES;

    /** No question is written so. */
    private static final Pattern EXPRESSION = Pattern.compile("\\^.*|.*\\$|.*\\\\s.*");

    private final Pattern pattern;
    private final String expressionForText;

    private PromptPattern(Pattern pattern) {
        this(pattern, null);
    }

    private PromptPattern(Pattern pattern, String expressionForText) {
        this.pattern = pattern;
        this.expressionForText = expressionForText;
    }

    /** @throws IllegalArgumentException if it is no regular expression */
    @JsonCreator
    public static PromptPattern of(String expression) {
        try {
            return new PromptPattern(Pattern.compile(new Pcre(expression).inJava(), FLAGS));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'%s' is no regular expression: %s".formatted(expression,
                    e.getDescription()), e);
        }
    }

    /** A text, word for word; or what it means, if somebody has written an expression where a text belongs. */
    public static PromptPattern exactly(String text) {
        return EXPRESSION.matcher(text).matches() ? new PromptPattern(of(text).pattern, text)
                : exactText(text);
    }

    /** Whether it was written as an expression where a text belongs. */
    boolean isExpressionForText() {
        return expressionForText != null;
    }

    private static PromptPattern exactText(String text) {
        return new PromptPattern(Pattern.compile(Pattern.quote(text) + "\\s?$", FLAGS));
    }

    /** The prompt with which a text ends; its last line is never blank. Blanks behind it belong to it. */
    public Optional<String> endOf(String text) {
        if (text.substring(text.lastIndexOf('\n') + 1).isBlank()) {
            return Optional.empty();
        }
        String stripped = text.stripTrailing();
        return atEndOf(text).or(() -> stripped.length() == text.length() ? Optional.empty()
                : atEndOf(stripped).map(prompt -> prompt + text.substring(stripped.length())));
    }

    private Optional<String> atEndOf(String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (matcher.end() == text.length()) {
                return Optional.of(matcher.group());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return expressionForText != null ? expressionForText : pattern.pattern();
    }
}
