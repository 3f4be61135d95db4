package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
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
        for (int at = line.indexOf(text); at >= 0; at = text.isEmpty() ? -1 : line.indexOf(text, at + text.length())) {
            if ((mayBeAnywhere() || isBeginning(line.substring(0, at)))
                    && !COUNT.matcher(line.substring(at + text.length())).matches()) {
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
