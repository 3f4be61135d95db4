package lifeboat.connectors.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.failure.SessionException.PromptNotFound;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Redaction;
import lifeboat.connectors.terminal.Keyboard;
import lifeboat.connectors.terminal.PromptCertainty;
import lifeboat.connectors.terminal.Prompts;
import lifeboat.connectors.terminal.Screen;
import lifeboat.connectors.transport.Deadline;

/**
 * What is said before a device shows a prompt: it may ask for a name and a password, for a password only, for any key,
 * for nothing; or it may wait to be spoken to.
 */
final class LoginDialogue {

    /** A device that says nothing for this part of the login's time is spoken to. */
    private static final int SILENCE_OF_LOGIN = 4;

    private static final Pattern REPEATED = Pattern.compile("(?<=^|\\n)(\\S+?)(\\s*\\1)+(\\s*)$");

    private final DeviceAddress address;
    private final Keyboard keyboard;
    private final Screen screen;
    private final Prompts prompts;
    private final Redaction redaction;
    private final List<Question> further;
    private String lastQuestion = "";
    private boolean spokenTo;

    /** @param further what the platform asks besides name, password and any key */
    LoginDialogue(DeviceAddress address, Keyboard keyboard, Screen screen, Prompts prompts, Redaction redaction,
            List<Question> further) {
        this.further = further;
        this.address = address;
        this.keyboard = keyboard;
        this.screen = screen;
        this.prompts = prompts;
        this.redaction = redaction;
    }

    /** Answers until there is a prompt, and returns the lines that end with it. */
    String answer(Duration time) throws IOException, SessionException {
        Deadline deadline = Deadline.in(time);
        boolean passwordGiven = false;
        boolean mayHaveAsked = false;
        while (true) {
            Optional<String> seen = look(spokenTo, spokenTo || mayHaveAsked ? deadline
                    : deadline.within(time.dividedBy(SILENCE_OF_LOGIN)));
            boolean prompted = seen.filter(prompts::isPrompt).isPresent();
            if (!prompted && (deadline.hasPassed() || seen.isEmpty() && (spokenTo || mayHaveAsked))) {
                throw new PromptNotFound(redaction.of(("%s: cannot log in: it shows no prompt that platform %s knows, "
                        + "and asks nothing that it has an answer to; it printed last: '%s'").formatted(address,
                        address.platform(), lastSeen())));
            }
            String tail = seen.orElse("");
            Optional<Question> question = further(tail);
            if (question.isPresent()) {
                answered(tail);
                keyboard.answer(question.get());
            } else if (prompted) {
                return tail;
            } else if (prompts.asksForAnotherPassword(tail)) {
                throw refused("the device wants the password of user %s to be changed".formatted(username()));
            } else if (prompts.asksForName(tail) || prompts.asksForPassword(tail)) {
                if (passwordGiven) {
                    throw refused("the device does not accept user %s and the password given".formatted(username()));
                }
                passwordGiven = prompts.asksForPassword(tail);
                String given = passwordGiven ? password() : username();
                if (given.isBlank()) {
                    throw refused("the device asks for a %s, and the inventory has none for it".formatted(
                            passwordGiven ? "password" : "name"));
                }
                answered(tail);
                keyboard.type(given);
            } else if (prompts.asksSomething(screen.text())) {
                mayHaveAsked = true;
            } else {
                screen.clearLine();
                keyboard.type("");
                spokenTo = true;
            }
        }
    }

    /** Whether it was spoken to before it had said anything, and may have an answer to that to come. */
    boolean wasSpokenTo() {
        return spokenTo;
    }

    private Optional<String> look(boolean isSecondToCome, Deadline patience) throws IOException {
        try {
            return screen.poll(tail -> further(tail).isPresent() ? PromptCertainty.LIKELY
                    : greeted(tail, isSecondToCome), patience).map(this::once);
        } catch (IOException e) {
            throw new IOException(redaction.of("%s; it printed last: '%s'".formatted(e.getMessage(), lastSeen())));
        }
    }

    /** It may be asked in a line of its own. */
    private Optional<Question> further(String tail) {
        return Question.askedIn(further, tail.stripTrailing());
    }

    /** What it says next is about what it is told now. */
    private void answered(String question) {
        lastQuestion = Prompts.lastLine(question).strip();
        screen.clear();
    }

    private String lastSeen() {
        return screen.text().isBlank() ? lastQuestion : screen.lastSeen();
    }

    private LoginRefused refused(String why) {
        return new LoginRefused(redaction.of("%s: cannot log in: %s; it said: '%s'".formatted(address, why,
                lastSeen())));
    }

    private String username() {
        return address.login().username();
    }

    /** A device that was only slow, and not waiting, shows its prompt twice: the second is no answer to anything. */
    private PromptCertainty greeted(String tail, boolean isSecondToCome) {
        PromptCertainty seen = prompts.greeted(once(tail));
        return seen != PromptCertainty.NO && isSecondToCome ? PromptCertainty.DOUBTFUL : seen;
    }

    /** Without the repetition of the same prompt in its last line. */
    private String once(String tail) {
        return prompts.isPrompt(tail) ? tail : REPEATED.matcher(tail).replaceFirst("$1$3");
    }

    private String password() throws IOException {
        if (address.login().password() == null) {
            throw new IOException("the device asks for a password, and the inventory has none for it");
        }
        return address.login().password().resolve();
    }
}
