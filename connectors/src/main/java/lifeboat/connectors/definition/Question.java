package lifeboat.connectors.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a device may ask before it carries a line out, or while somebody logs in, and what it is told.
 *
 * @param asks what the question looks like, at the end of what was printed
 * @param answer what is typed, with {@code {placeholders}}, and return; nothing but return if it is empty
 * @param keys what is pressed instead, without return; null if there is an answer
 */
public record Question(PromptPattern asks, String answer, String keys) {

    public Question {
        if (asks == null) {
            throw new IllegalArgumentException("a question needs 'asks', what it looks like");
        }
        if (answer != null && keys != null) {
            throw new IllegalArgumentException("a question has an 'answer' or 'keys', and not both");
        }
        answer = answer == null ? "" : answer;
    }

    /** The first of these that is asked at the end of a text. */
    public static Optional<Question> askedIn(List<Question> questions, String text) {
        return questions.stream().filter(question -> question.asks.endOf(text).isPresent()).findFirst();
    }

    Question with(Map<String, String> values) {
        return new Question(asks, new Template(answer).with(values), keys);
    }
}
