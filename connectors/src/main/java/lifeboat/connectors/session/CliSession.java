package lifeboat.connectors.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Instruction;
import lifeboat.connectors.definition.Mode;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.definition.PromptPattern;
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
import lifeboat.connectors.terminal.Echo;
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

    private final DeviceAddress address;
    private final DeviceDefinition definition;
    private final Timeouts timeouts;
    private final Journal journal;
    private final Screen screen;
    private final Prompts prompts;
    private final Redaction redaction;
    private final Transport transport;
    private final Keyboard keyboard;
    private Mode mode;
    private String prompt;
    private long linesSent;
    /** Whether it repeats what is typed. */
    private boolean echoes;

    private CliSession(DeviceAddress address, Platform platform, Journal journal, Screen screen,
            Transport transport) {
        this.address = address;
        this.definition = platform.definition();
        this.timeouts = platform.timeouts();
        this.journal = journal;
        this.screen = screen;
        this.prompts = new Prompts(definition);
        this.redaction = new Redaction(address.login().secrets());
        this.transport = transport;
        this.keyboard = new Keyboard(transport);
    }

    /** Connects, logs in and does what the platform wants done first. */
    public static CliSession open(DeviceAddress address, Platform platform, Journal journal)
            throws SessionException {
        return open(address, platform, journal, TransportOpening.of(address, platform.timeouts()));
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
            String tail = new LoginDialogue(address, keyboard, screen, prompts, redaction).answer(timeouts.login());
            mode = definition.modeAtEndOf(tail).orElseThrow();
            prompt = prompts.learn(tail).orElseThrow();
        } catch (IOException e) {
            throw new ConnectionLost(Progress.NOT_SENT, cannotLogIn(address, e.getMessage()), e);
        }
        Deadline deadline = Deadline.in(timeouts.operation());
        for (Instruction instruction : definition.onOpenInstructions()) {
            follow(instruction, null, deadline);
        }
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
                        .formatted(address, wanted.name(), prompt(), mode.name(), answer), answer);
            }
        }
    }

    /** Sends a line and returns what the device prints, up to the prompt. */
    public String run(String line) throws SessionException {
        return run(line, Deadline.in(timeouts.command()));
    }

    public String run(String line, Deadline deadline) throws SessionException {
        return exchange(line, line, prompts::answered, null, deadline);
    }

    /** @throws CommandRejected if the answer says no, by the platform's failure indicators */
    public String execute(String line, Deadline deadline) throws SessionException {
        String answer = run(line, deadline);
        Optional<String> failure = definition.failureIn(answer);
        if (failure.isPresent()) {
            throw new CommandRejected("%s answered '%s' with: %s".formatted(address, redaction.of(line),
                    failure.get()), failure.get());
        }
        return answer;
    }

    /** @param wanted the mode that this is to lead to; null for none in particular */
    private String follow(Instruction instruction, Mode wanted, Deadline overall) throws SessionException {
        Deadline deadline = overall.within(timeouts.command());
        if (instruction instanceof Instruction.SendInput send) {
            return exchange(send.input(), send.input(), sightOf(wanted), wanted, deadline);
        } else if (instruction instanceof Instruction.EnterMode enter) {
            enter(enter.requestedMode(), overall);
        } else if (instruction instanceof Instruction.Write write) {
            try {
                keyboard.type(write.input());
            } catch (IOException e) {
                throw new ConnectionLost(Progress.NOT_SENT, "%s: %s".formatted(address, e.getMessage()), e);
            }
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
        String asked = exchange(prompted.input(), prompted.input(), tail -> prompts.asked(question, tail), wanted,
                deadline);
        if (prompts.isPrompt(screen.text())) {
            return asked;
        }
        String answer = exchange(response(prompted), "(answer to '%s')".formatted(prompted.input()),
                tail -> prompts.isAsked(question, tail) ? PromptCertainty.LIKELY : sightOf(wanted).apply(tail), wanted,
                deadline);
        if (!prompts.isPrompt(screen.text())) {
            throw new LoginRefused("%s: the device does not accept the answer to '%s'".formatted(address,
                    prompted.input()));
        }
        return answer;
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

    private String exchange(String line, String shown, Function<String, PromptCertainty> until, Mode wanted,
            Deadline deadline) throws SessionException {
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
            screen.clear();
            journal.sending(address.name(), redaction.of(shown));
            progress = Progress.SENT;
            linesSent++;
            keyboard.type(line);
            Echo echo = new Echo(line);
            boolean isShown = line.equals(shown);
            String tail = awaitAnswer(isShown && echoes ? after(echo, until) : until, deadline);
            String printed = screen.text();
            echoes = echoes || isShown && !line.isEmpty() && echo.isIn(printed);
            String answer = redaction.of(echo.removedFrom(withoutPrompt(printed, tail, wanted)).strip());
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

    /**
     * A device that always repeats a line before it answers, and shows a prompt without having done so, has something
     * else to say: a log line, after which it paints its prompt again.
     */
    private Function<String, PromptCertainty> after(Echo echo, Function<String, PromptCertainty> until) {
        return tail -> {
            PromptCertainty sight = until.apply(tail);
            return sight == PromptCertainty.NO || echo.isIn(screen.text()) ? sight : PromptCertainty.DOUBTFUL;
        };
    }

    private void record(String shown, String answer, boolean failed, Instant start, long from) {
        journal.record(new CommandRecord(address.name(), redaction.of(shown), redaction.of(answer), failed, start,
                Duration.ofNanos(System.nanoTime() - from)));
    }

    /** Reads on where the device stops after each page. */
    private String awaitAnswer(Function<String, PromptCertainty> until, Deadline deadline)
            throws IOException, TimeoutException {
        Duration patience = deadline.left();
        while (true) {
            Optional<String> tail = screen.poll(until, deadline);
            if (tail.filter(shown -> prompts.isPrompt(shown) || !prompts.isPager(shown)).isPresent()) {
                return tail.get();
            }
            if (tail.isEmpty() || deadline.hasPassed()) {
                throw new TimeoutException("no answer within %d ms; it printed last: '%s'".formatted(
                        patience.toMillis(), screen.lastSeen()));
            }
            screen.clearLine();
            keyboard.press(" ");
        }
    }

    private String withoutPrompt(String text, String tail, Mode wanted) {
        Optional<String> shown = prompts.learn(tail);
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
                    follow(instruction, null, Deadline.in(timeouts.operation()));
                }
            }
        } catch (SessionException e) {
            // it is closed anyway
        }
        abandon();
    }

    @Override
    public void abandon() {
        try {
            transport.close();
        } catch (IOException e) {
            // it was broken already
        }
    }
}
