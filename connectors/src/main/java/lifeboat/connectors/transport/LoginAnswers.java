package lifeboat.connectors.transport;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lifeboat.connectors.definition.Question;

/**
 * Answers what a device asks at login by keyboard-interactive (RFC 4256): its questions may be several, in any order.
 * A question that is neither for the name nor for the password, and that the platform does not know, gets no answer,
 * and the login fails.
 */
final class LoginAnswers implements UserInfo, UIKeyboardInteractive {

    private final String username;
    private final String password;
    private final List<Question> further;

    /** @param further what is asked besides, and what to say then */
    LoginAnswers(String username, String password, List<Question> further) {
        this.further = further;
        this.username = username;
        this.password = password;
    }

    @Override
    public String[] promptKeyboardInteractive(String destination, String name, String instruction, String[] questions,
            boolean[] echo) {
        String[] answers = Arrays.stream(questions).map(this::answer).toArray(String[]::new);
        return Arrays.asList(answers).contains(null) ? null : answers;
    }

    private String answer(String question) {
        Optional<Question> known = Question.askedIn(further, question.stripTrailing());
        if (known.isPresent()) {
            return Objects.requireNonNullElse(known.get().keys(), known.get().answer());
        }
        String asked = question.toLowerCase();
        return asked.contains("pass") ? password : asked.contains("user") || asked.contains("login") ? username : null;
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public boolean promptPassword(String message) {
        return false;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // a banner: nobody is there to read it
    }
}
