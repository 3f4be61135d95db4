package lifeboat.connectors.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
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

    LoginDialogue(DeviceAddress address, Keyboard keyboard, Screen screen, Prompts prompts, Redaction redaction) {
        this.address = address;
        this.keyboard = keyboard;
        this.screen = screen;
        this.prompts = prompts;
        this.redaction = redaction;
    }

    /** Answers until there is a prompt, and returns the lines that end with it. */
    String answer(Duration time) throws IOException, SessionException {
        Deadline deadline = Deadline.in(time);
        boolean spokenTo = false;
        boolean passwordGiven = false;
        while (true) {
            Deadline patience = spokenTo ? deadline : deadline.within(time.dividedBy(SILENCE_OF_LOGIN));
            boolean isSecondToCome = spokenTo;
            Optional<String> seen = screen.poll(tail -> greeted(tail, isSecondToCome), patience)
                    .map(LoginDialogue::once);
            boolean prompted = seen.filter(prompts::isPrompt).isPresent();
            if (!prompted && (deadline.hasPassed() || seen.isEmpty() && spokenTo)) {
                throw new PromptNotFound(redaction.of(("%s: cannot log in: it shows no prompt that platform %s knows; "
                        + "it printed last: '%s'").formatted(address, address.platform(), screen.lastSeen())));
            }
            String tail = seen.orElse("");
            if (prompted) {
                return tail;
            }
            if (prompts.asksForName(tail) || prompts.asksForPassword(tail)) {
                if (passwordGiven) {
                    throw new LoginRefused(("%s: cannot log in: the device does not accept user %s and the password "
                            + "given").formatted(address, address.login().username()));
                }
                passwordGiven = prompts.asksForPassword(tail);
                screen.clear();
                keyboard.type(passwordGiven ? password() : address.login().username());
            } else {
                screen.clearLine();
                keyboard.type("");
                spokenTo = true;
            }
        }
    }

    /** A device that was only slow, and not waiting, shows its prompt twice: the second one is no answer to anything. */
    private PromptCertainty greeted(String tail, boolean isSecondToCome) {
        PromptCertainty seen = prompts.greeted(once(tail));
        return seen != PromptCertainty.NO && isSecondToCome ? PromptCertainty.DOUBTFUL : seen;
    }

    /** Without the repetition of the same prompt in its last line. */
    private static String once(String tail) {
        return REPEATED.matcher(tail).replaceFirst("$1$3");
    }

    private String password() throws IOException {
        if (address.login().password() == null) {
            throw new IOException("the device asks for a password, and the inventory has none for it");
        }
        return address.login().password().resolve();
    }
}
