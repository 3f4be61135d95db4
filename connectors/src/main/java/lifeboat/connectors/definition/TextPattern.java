package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Pattern;

/** What a device says in some case: a regular expression. A text that is too long for it does not say so. */
public record TextPattern(Pattern pattern) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TextPattern of(String text) {
        return new TextPattern(Pattern.compile(text));
    }

    public boolean isIn(String text) {
        try {
            return pattern.matcher(text).find();
        } catch (StackOverflowError e) {
            return false;
        }
    }
}
