package lifeboat.connectors.definition;

import java.util.Map;

/**
 * What a device may ask before it carries a line out, and what it is told.
 *
 * @param asks what the question looks like, at the end of what was printed
 * @param answer what is typed, with {@code {placeholders}}, and return; nothing but return if it is empty
 */
public record Question(PromptPattern asks, String answer) {

    public Question {
        if (asks == null) {
            throw new IllegalArgumentException("a question needs 'asks', what it looks like");
        }
        answer = answer == null ? "" : answer;
    }

    Question with(Map<String, String> values) {
        return new Question(asks, new Template(answer).with(values));
    }
}
