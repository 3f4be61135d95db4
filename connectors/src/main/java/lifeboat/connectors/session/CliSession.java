package lifeboat.connectors.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Instruction;
import lifeboat.connectors.definition.Mode;
import lifeboat.connectors.definition.OperationLine;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.definition.PromptPattern;
import lifeboat.connectors.definition.TerminalSettings;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConnectionLost;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.PromptNotFound;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.failure.SessionException.Unreachable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Redaction;
import lifeboat.connectors.terminal.Keyboard;
import lifeboat.connectors.terminal.PromptCertainty;
import lifeboat.connectors.terminal.Prompts;
import lifeboat.connectors.terminal.Screen;
import lifeboat.connectors.transport.Deadline;
import lifeboat.connectors.transport.Transport;
import lifeboat.connectors.transport.TransportOpening;

/**
 * A device's command line, logged in. One command at a time; not for use by several threads at once, but for
 * {@link #abandon}, which ends what another thread waits for.
 *
 * <p>Every failure is a {@link SessionException} that says whether the command was sent. None takes longer than the
 * platform's timeouts allow.
 */
public final class CliSession implements DeviceSession {

    /** A device that does not answer who takes leave is left all the same. */
    private static final Duration PARTING = Duration.ofSeconds(1);
    /** Of what a device says when it says no. */
    private static final int MOST_SHOWN = 600;

    private final DeviceAddress address;
    private final DeviceDefinition definition;
    private final TerminalSettings terminal;
    private final Timeouts timeouts;
    private final Journal journal;
    private final Screen screen;
    private final Prompts prompts;
    private final Redaction redaction;
    private final Transport transport;
    private final Keyboard keyboard;
    private final AnswerReader reader;
    private Mode mode;
    private String prompt;
    private long linesSent;
    private boolean isLoggedIn;

    private CliSession(DeviceAddress address, Platform platform, Journal journal, Screen screen,
            Transport transport) {
        this.address = address;
        this.definition = platform.definition();
        this.timeouts = platform.timeouts();
        this.journal = journal;
        this.screen = screen;
        this.terminal = platform.terminal();
        this.prompts = new Prompts(definition, terminal.pagers());
        this.redaction = new Redaction(address.login().secrets());
        this.transport = transport;
        this.keyboard = new Keyboard(transport, terminal.lineEnd());
        this.reader = new AnswerReader(keyboard, screen, prompts, redaction, terminal.promptAfterReturn());
    }

    /** Connects, logs in and does what the platform wants done first. */
    public static CliSession open(DeviceAddress address, Platform platform, Journal journal)
            throws SessionException {
        return open(address, platform, journal, TransportOpening.of(address, platform));
    }

    /** The same over another connection than the address's own. */
    public static CliSession open(DeviceAddress address, Platform platform, Journal journal, TransportOpening opening)
            throws SessionException {
        return open(address, platform, journal, opening, new Screen());
    }

    static CliSession open(DeviceAddress address, Platform platform, Journal journal, TransportOpening opening,
            Screen screen) throws SessionException {
        Transport transport;
        try {
            transport = opening.open(screen);
        } catch (IOException e) {
            throw new Unreachable(cannotLogIn(address, e.getMessage()), e);
        }
        CliSession session = new CliSession(address, platform, journal, screen, transport);
        try {
            session.logIn();
            return session;
        } catch (SessionException e) {
            session.abandon();
            throw e;
        }
    }

    private static String cannotLogIn(DeviceAddress address, String reason) {
        return "%s: cannot log in: %s".formatted(address, reason);
    }

    private void logIn() throws SessionException {
        try {
            LoginDialogue dialogue = new LoginDialogue(address, keyboard, screen, prompts, redaction,
                    terminal.login());
            String tail = dialogue.answer(timeouts.login());
            if (dialogue.wasSpokenTo()) {
                reader.awaitSilence(Deadline.in(timeouts.login()));
            }
            mode = definition.modeAtEndOf(tail).orElseThrow();
            prompt = prompts.learn(tail).orElseThrow();
        } catch (IOException e) {
            throw new ConnectionLost(Progress.NOT_SENT, redaction.of(cannotLogIn(address, e.getMessage())), e);
        }
        Deadline deadline = Deadline.in(timeouts.operation());
        for (Instruction instruction : definition.onOpenInstructions()) {
            follow(instruction, null, deadline);
        }
        isLoggedIn = true;
    }

    @Override
    public boolean isOpen() {
        return !screen.isEnded();
    }

    /** The prompt that was shown last. */
    public String prompt() {
        return prompt.strip();
    }

    /** The name of the mode it is in. */
    public String mode() {
        return mode.name();
    }

    @Override
    public long requestsSent() {
        return linesSent;
    }

    /** An empty line brings a prompt. */
    @Override
    public boolean isAlive() {
        try {
            screen.clear();
            keyboard.type("");
            return screen.poll(prompts::answered, Deadline.in(timeouts.command())).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    public void enter(String requested) throws SessionException {
        enter(requested, Deadline.in(timeouts.operation()));
    }

    /**
     * Goes to a mode by the shortest way.
     *
     * @throws CommandRejected if the device does not let us in, with its words
     */
    public void enter(String requested, Deadline deadline) throws SessionException {
        if (mode.name().equals(requested)) {
            return;
        }
        ModeRoutes ways = new ModeRoutes(definition);
        for (Mode.Step step : ways.between(mode.name(), requested).orElseThrow(() -> new PromptNotFound(
                "%s: there is no way from mode '%s' to mode '%s'".formatted(address, mode.name(), requested)))) {
            Mode wanted = definition.mode(step.name());
            String answer = "";
            for (Instruction instruction : step.instructions()) {
                answer = follow(instruction, wanted, deadline);
            }
            if (!mode.equals(wanted)) {
                throw new CommandRejected("%s: mode '%s' was wanted, and the prompt is '%s', of mode '%s'; it said: %s"
                        .formatted(address, wanted.name(), prompt(), mode.name(), redaction.of(answer)), answer);
            }
        }
    }

    /** Sends a line and returns what the device prints, up to the prompt; secrets in it as well. */
    public String run(String line) throws SessionException {
        return run(line, Deadline.in(timeouts.operation()).within(timeouts.command()));
    }

    /** @param deadline until the end of the answer, or of its next page */
    public String run(String line, Deadline deadline) throws SessionException {
        return exchange(OperationLine.of(line), prompts::answered, true, null, deadline);
    }

    /**
     * As {@link #execute}, with a line that changes nothing: where it is not certain that the answer is whole, return
     * is pressed to see.
     */
    public String ask(OperationLine line, Deadline deadline) throws SessionException {
        return carriedOut(line, line.questions().isEmpty(), deadline);
    }

    /**
     * Sends a line, and answers what the device asks.
     *
     * @throws CommandRejected if the answer says no, by the platform's failure indicators, or does not say yes where it
     *     should
     */
    public String execute(OperationLine line, Deadline deadline) throws SessionException {
        return carriedOut(line, false, deadline);
    }

    private String carriedOut(OperationLine line, boolean mayAskAgain, Deadline deadline) throws SessionException {
        String answer = exchange(line, mayAskAgain ? prompts::answeredQuestion : prompts::answered, mayAskAgain, null,
                deadline);
        if (definition.failureIn(answer).isPresent()) {
            throw rejected("%s answered '%s' with: %s", line, answer);
        }
        if (line.confirmedBy() != null && !line.confirmedBy().isIn(answer)) {
            throw rejected("%s does not confirm '%s'; it said: '%s'", line, answer);
        }
        return answer;
    }

    private CommandRejected rejected(String message, OperationLine line, String words) {
        String shown = words.lines().map(String::strip).filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" | "));
        return new CommandRejected(redaction.of(message.formatted(address, line.line(), shown.substring(
                Math.max(0, shown.length() - MOST_SHOWN)))), words);
    }

    /** A text that may be shown: without the device's secrets. */
    public String redacted(String text) {
        return redaction.of(text);
    }

    /** @param wanted the mode that this is to lead to; null for none in particular */
    private String follow(Instruction instruction, Mode wanted, Deadline overall) throws SessionException {
        Deadline deadline = overall.within(timeouts.command());
        if (instruction instanceof Instruction.SendInput send) {
            return exchange(OperationLine.of(send.input()), sightOf(wanted), true, wanted, deadline);
        } else if (instruction instanceof Instruction.EnterMode enter) {
            enter(enter.requestedMode(), overall);
        } else if (instruction instanceof Instruction.Write write) {
            return write(write.input(), deadline);
        } else if (instruction instanceof Instruction.SendPromptedInput prompted) {
            return answerQuestion(prompted, wanted, deadline);
        }
        return "";
    }

    private Function<String, PromptCertainty> sightOf(Mode wanted) {
        return wanted == null ? prompts::answered : tail -> prompts.entered(wanted, tail);
    }

    /** A device that shows a prompt instead of the question wants no answer; one that asks again does not accept it. */
    private String answerQuestion(Instruction.SendPromptedInput prompted, Mode wanted, Deadline deadline)
            throws SessionException {
        PromptPattern question = prompted.question();
        Function<String, PromptCertainty> orName = tail -> prompts.asksForName(tail) ? PromptCertainty.LIKELY
                : prompts.asked(question, tail);
        String asked = exchange(OperationLine.of(prompted.input()), orName, true, wanted, deadline);
        if (!prompts.isAsked(question, screen.text()) && prompts.asksForName(screen.text())) {
            asked = exchange(OperationLine.of(address.login().username()), tail -> prompts.asked(question, tail), true,
                    wanted, deadline);
        }
        if (prompts.isPrompt(screen.text())) {
            return asked;
        }
        String secret = response(prompted);
        Function<String, PromptCertainty> until = tail -> prompts.isAsked(question, tail) ? PromptCertainty.LIKELY
                : sightOf(wanted).apply(tail);
        String answer = exchange("(answer to '%s')".formatted(prompted.input()), wanted, deadline,
                () -> reader.answerToSecret(secret, until, deadline));
        if (!prompts.isPrompt(screen.text())) {
            throw new LoginRefused("%s: the device does not accept the answer to '%s'".formatted(address,
                    prompted.input()));
        }
        return answer;
    }

    private String write(String line, Deadline deadline) throws SessionException {
        return exchange(line, null, deadline, () -> reader.write(line, deadline));
    }

    private String response(Instruction.SendPromptedInput prompted) throws SessionException {
        Optional<String> lookup = prompted.lookup();
        if (lookup.isEmpty()) {
            return prompted.response();
        }
        String name = lookup.get();
        try {
            return address.login().lookup(name).orElseThrow(() -> new IOException(("platform %s asks for the secret "
                    + "'%s', and the inventory has none of that name").formatted(address.platform(), name))).resolve();
        } catch (IOException e) {
            throw new LoginRefused("%s: %s".formatted(address, e.getMessage()));
        }
    }

    private String exchange(OperationLine line, Function<String, PromptCertainty> until, boolean mayAskAgain,
            Mode wanted, Deadline deadline) throws SessionException {
        return exchange(line.line(), wanted, deadline,
                () -> reader.answerTo(line.line(), line.questions(), until, mayAskAgain, deadline));
    }

    /** Something to type, and the answer to read. */
    @FunctionalInterface
    private interface Exchange {
        AnswerReader.Answer done() throws IOException, TimeoutException;
    }

    private String exchange(String shown, Mode wanted, Deadline deadline, Exchange exchange) throws SessionException {
        Instant start = Instant.now();
        long from = System.nanoTime();
        Progress progress = Progress.NOT_SENT;
        try {
            if (!isOpen()) {
                throw new IOException("the connection is closed");
            }
            if (deadline.hasPassed()) {
                throw new TimeoutException("the time for this operation is over");
            }
            journal.sending(address.name(), redaction.of(shown));
            progress = Progress.SENT;
            linesSent++;
            String answer = withoutPrompt(exchange.done(), wanted).strip();
            record(shown, answer, definition.failureIn(answer).isPresent(), start, from);
            return answer;
        } catch (IOException e) {
            record(shown, e.getMessage(), true, start, from);
            throw new ConnectionLost(progress, redaction.of("%s: '%s': %s".formatted(address, shown,
                    e.getMessage())), e);
        } catch (TimeoutException e) {
            record(shown, e.getMessage(), true, start, from);
            throw new TimedOut(progress, redaction.of("%s: '%s': %s".formatted(address, shown, e.getMessage())));
        }
    }

    private void record(String shown, String answer, boolean failed, Instant start, long from) {
        journal.record(new CommandRecord(address.name(), redaction.of(shown), redaction.of(answer), failed, start,
                Duration.ofNanos(System.nanoTime() - from)));
    }

    private String withoutPrompt(AnswerReader.Answer answer, Mode wanted) {
        String text = answer.text();
        String tail = answer.tail();
        boolean isExpected = !isLoggedIn || answer.isConfirmed()
                || wanted != null && wanted.promptAtEndOf(tail).isPresent();
        Optional<String> shown = isExpected ? prompts.learn(tail) : prompts.learnIfOurs(tail);
        if (shown.isEmpty()) {
            return text.substring(0, text.lastIndexOf('\n') + 1);
        }
        prompt = shown.get();
        if (wanted != null && wanted.promptAtEndOf(tail).isPresent()) {
            mode = wanted;
        } else if (mode.promptAtEndOf(tail).isEmpty()) {
            mode = definition.modeAtEndOf(tail).orElse(mode);
        }
        return text.substring(0, Math.max(0, text.length() - prompt.length()));
    }

    /** Takes leave as the platform wants it, and closes. */
    @Override
    public void close() {
        try {
            if (isOpen()) {
                for (Instruction instruction : definition.onCloseInstructions()) {
                    follow(instruction, null, Deadline.in(timeouts.operation()).within(PARTING));
                }
            }
        } catch (SessionException e) {
            // it is closed anyway
        }
        abandon();
    }

    @Override
    public void abandon() {
        screen.ended("the session was given up");
        try {
            transport.close();
        } catch (IOException e) {
            // it was broken already
        }
    }
}
