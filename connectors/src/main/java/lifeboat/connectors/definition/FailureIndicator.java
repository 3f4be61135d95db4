package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text by which a device says no. One that begins like a sentence, or with a sign, stands at the beginning of a line,
 * or behind a sign ({@code sh: Permission denied}); what merely counts faults ({@code Total Error: 0}) says nothing.
 */
record FailureIndicator(@JsonValue String text) {

    private static final Pattern COUNT = Pattern.compile("\\s*0\\s*([,;|)].*)?", Pattern.DOTALL);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    FailureIndicator {
    }

    boolean isIn(String line) {
        Matcher found = Pattern.compile(text, Pattern.LITERAL).matcher(line);
        while (found.find()) {
            if ((mayBeAnywhere() || isBeginning(line.substring(0, found.start())))
                    && !COUNT.matcher(line.substring(found.end())).matches()) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeAnywhere() {
        return !text.isEmpty() && Character.isLowerCase(text.charAt(0));
    }

    private static boolean isBeginning(String before) {
        String text = before.strip();
        return text.isEmpty() || !Character.isLetterOrDigit(text.charAt(text.length() - 1));
    }
}
