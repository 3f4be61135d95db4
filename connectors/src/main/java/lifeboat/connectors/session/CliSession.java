package lifeboat.connectors.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Instruction;
import lifeboat.connectors.definition.Mode;
import lifeboat.connectors.session.SessionException.ConnectionLost;
import lifeboat.connectors.session.SessionException.LoginRefused;
import lifeboat.connectors.session.SessionException.Progress;
import lifeboat.connectors.session.SessionException.PromptNotFound;
import lifeboat.connectors.session.SessionException.TimedOut;
import lifeboat.connectors.session.SessionException.Unreachable;

/**
 * A device's command line, logged in. One command at a time; not for use by several threads at once.
 *
 * <p>Every failure is a {@link SessionException} that says whether the command was sent.
 */
public final class CliSession implements Closeable {

    private static final Pattern NAME_QUESTION = Pattern.compile("(?i)(user ?name|login):\\s?$");
    private static final Pattern PASSWORD_QUESTION = Pattern.compile("(?i)(password|passcode)( for \\S+)?:\\s?$");
    private static final Pattern KEY_QUESTION =
            Pattern.compile("(?i)(press|hit|strike) (any key|return|enter|<?return>?|<?enter>?)[\\w ,.!]*$");
    private static final Pattern PAGER = Pattern.compile("(?i)(-+\\s*\\(?more( \\d+%)?\\)?\\s*-+|<-+\\s*more\\s*-+>"
            + "|press (any key|space|<space>)[\\w ,.:()-]*)\\s*$");
    /** A device that says nothing for this part of the login's time is spoken to. */
    private static final int SILENCE_OF_LOGIN = 4;

    private final DeviceAddress address;
    private final DeviceDefinition definition;
    private final Timeouts timeouts;
    private final Journal journal;
    private final Transport transport;
    private final Screen screen = new Screen();
    private Mode mode;
    /** Kept to be hidden: it need not be looked up for every answer. */
    private String secret;

    private CliSession(DeviceAddress address, DeviceDefinition definition, Timeouts timeouts, Journal journal,
            Transport transport) {
        this.address = address;
        this.definition = definition;
        this.timeouts = timeouts;
        this.journal = journal;
        this.transport = transport;
    }

    /** Connects, logs in and does what the platform wants done first. */
    public static CliSession open(DeviceAddress address, DeviceDefinition definition, Timeouts timeouts,
            Journal journal) throws SessionException {
        Transport transport = connect(address, timeouts);
        CliSession session = new CliSession(address, definition, timeouts, journal, transport);
        try {
            session.logIn();
            return session;
        } catch (SessionException e) {
            session.abandon();
            throw e;
        }
    }

    private static Transport connect(DeviceAddress address, Timeouts timeouts) throws SessionException {
        try {
            return switch (address.protocol()) {
                case TELNET -> new TelnetTransport(address, timeouts);
                case SSH -> new SshTransport(address, timeouts);
            };
        } catch (IOException e) {
            throw new Unreachable(cannotLogIn(address, e.getMessage()), e);
        }
    }

    private static String cannotLogIn(DeviceAddress address, String reason) {
        return "%s: cannot log in: %s".formatted(address, reason);
    }

    private void logIn() throws SessionException {
        screen.follow(transport.in(), address.name() + "-screen");
        try {
            mode = modeOf(greeting());
        } catch (IOException e) {
            throw new ConnectionLost(Progress.NOT_SENT, cannotLogIn(address, e.getMessage()), e);
        }
        for (Instruction instruction : definition.onOpenInstructions()) {
            follow(instruction);
        }
    }

    /** Answers what the device asks before it shows a prompt; if it asks nothing, it may wait to be spoken to. */
    private String greeting() throws IOException, SessionException {
        long deadline = System.nanoTime() + timeouts.login().toNanos();
        boolean spokenTo = false;
        boolean passwordGiven = false;
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            Duration patience = spokenTo ? left : timeouts.login().dividedBy(SILENCE_OF_LOGIN);
            Optional<String> seen = screen.poll(line -> isPrompt(line) || asksForLogin(line), patience);
            if (seen.isEmpty() && spokenTo) {
                throw new PromptNotFound(cannotLogIn(address, "it shows no prompt that platform %s knows; it printed "
                        .formatted(address.platform()) + "last: '%s'".formatted(hidden(screen.lastSeen()))));
            }
            String line = seen.orElse("");
            if (isPrompt(line)) {
                return line;
            }
            if (asks(NAME_QUESTION, line) || asks(PASSWORD_QUESTION, line)) {
                if (passwordGiven) {
                    throw new LoginRefused(cannotLogIn(address, ("the device does not accept user %s and the password "
                            + "given").formatted(address.username())));
                }
                passwordGiven = asks(PASSWORD_QUESTION, line);
                write(passwordGiven ? password() : address.username());
            } else {
                screen.clearLine();
                send("");
                spokenTo = true;
            }
        }
    }

    private static boolean asksForLogin(String line) {
        return asks(NAME_QUESTION, line) || asks(PASSWORD_QUESTION, line) || asks(KEY_QUESTION, line);
    }

    private String password() throws IOException {
        if (address.password() == null) {
            throw new IOException("the device asks for a password, and the inventory has none for it");
        }
        return address.password().resolve();
    }

    /** A device may repeat what it should not have shown. */
    private String hidden(String text) {
        if (address.password() == null) {
            return text;
        }
        try {
            if (secret == null) {
                secret = address.password().resolve();
            }
            return text.replace(secret, "***");
        } catch (IOException e) {
            return text;
        }
    }

    public boolean isOpen() {
        return !screen.isEnded();
    }

    /** Whether the device still answers: an empty line brings a prompt. */
    public boolean isAlive() {
        try {
            write("");
            return screen.poll(this::isPrompt, timeouts.command()).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Goes to a mode by the shortest way. */
    public void enter(String requested) throws SessionException {
        if (mode.name().equals(requested)) {
            return;
        }
        for (Mode.Step step : way(requested)) {
            for (Instruction instruction : step.instructions()) {
                follow(instruction);
            }
            if (!mode.name().equals(step.name())) {
                throw new PromptNotFound("%s: mode '%s' was wanted, the prompt shows '%s'"
                        .formatted(address, step.name(), mode.name()));
            }
        }
    }

    /** Sends a line and returns what the device prints, up to the prompt. */
    public String run(String line, Duration timeout) throws SessionException {
        return exchange(line, line, this::isPrompt, timeout);
    }

    public String run(String line) throws SessionException {
        return run(line, timeouts.command());
    }

    private void follow(Instruction instruction) throws SessionException {
        if (instruction instanceof Instruction.SendInput send) {
            run(send.input());
        } else if (instruction instanceof Instruction.EnterMode enter) {
            enter(enter.requestedMode());
        } else if (instruction instanceof Instruction.Write write) {
            try {
                write(write.input());
            } catch (IOException e) {
                throw new ConnectionLost(Progress.NOT_SENT, "%s: %s".formatted(address, e.getMessage()), e);
            }
        } else if (instruction instanceof Instruction.SendPromptedInput prompted) {
            Pattern question = Pattern.compile(prompted.promptPattern() != null ? prompted.promptPattern()
                    : Pattern.quote(prompted.promptExact()) + "\\s?$");
            exchange(prompted.input(), prompted.input(), text -> asks(question, text), timeouts.command());
            exchange(response(prompted.response()), "(answer to '%s')".formatted(prompted.input()), this::isPrompt,
                    timeouts.command());
        }
    }

    private String response(String response) throws SessionException {
        if (!"__lookup::enable".equals(response)) {
            return response;
        }
        try {
            return password();
        } catch (IOException e) {
            throw new LoginRefused("%s: %s".formatted(address, e.getMessage()));
        }
    }

    private String exchange(String line, String shown, Predicate<String> until, Duration timeout)
            throws SessionException {
        Instant start = Instant.now();
        long from = System.nanoTime();
        Progress progress = Progress.NOT_SENT;
        try {
            if (!isOpen()) {
                throw new IOException("the connection is closed");
            }
            write(line);
            progress = Progress.SENT;
            String last = awaitAnswer(until, timeout);
            if (isPrompt(last)) {
                mode = modeOf(last);
            }
            String answer = hidden(withoutEchoAndPrompt(screen.text(), line));
            record(shown, answer, definition.failureIn(answer).isPresent(), start, from);
            return answer;
        } catch (IOException e) {
            record(shown, e.getMessage(), true, start, from);
            throw new ConnectionLost(progress, "%s: '%s': %s".formatted(address, shown, e.getMessage()), e);
        } catch (TimeoutException e) {
            record(shown, e.getMessage(), true, start, from);
            throw new TimedOut(progress, "%s: '%s': %s".formatted(address, shown, e.getMessage()));
        }
    }

    private void record(String shown, String answer, boolean failed, Instant start, long from) {
        journal.record(new CommandRecord(address.name(), shown, answer, failed, start,
                Duration.ofNanos(System.nanoTime() - from)));
    }

    /** Reads on where the device stops after each page. */
    private String awaitAnswer(Predicate<String> until, Duration timeout) throws IOException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String last = screen.poll(line -> until.test(line) || asks(PAGER, line),
                    Duration.ofNanos(deadline - System.nanoTime())).orElseThrow(() -> new TimeoutException(
                    "no answer within %d ms; it printed last: '%s'".formatted(timeout.toMillis(),
                            hidden(screen.lastSeen()))));
            if (until.test(last)) {
                return last;
            }
            screen.clearLine();
            transport.out().write(' ');
            transport.out().flush();
        }
    }

    private void write(String line) throws IOException {
        screen.clear();
        send(line);
    }

    private void send(String line) throws IOException {
        transport.out().write((line + transport.endOfLine()).getBytes(StandardCharsets.UTF_8));
        transport.out().flush();
    }

    private static boolean asks(Pattern question, String text) {
        return question.matcher(text).find();
    }

    private boolean isPrompt(String text) {
        return definition.promptPattern().matcher(text).find();
    }

    private Mode modeOf(String prompt) {
        return definition.modeOf(prompt).orElse(mode);
    }

    private static String withoutEchoAndPrompt(String text, String line) {
        String body = text.substring(0, text.lastIndexOf('\n') + 1);
        int echo = body.indexOf('\n');
        if (echo >= 0 && body.substring(0, echo).strip().equals(line.strip())) {
            body = body.substring(echo + 1);
        }
        return body.strip();
    }

    private List<Mode.Step> way(String requested) throws SessionException {
        Map<String, List<Mode.Step>> ways = new HashMap<>(Map.of(mode.name(), List.of()));
        Deque<String> open = new ArrayDeque<>(List.of(mode.name()));
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            for (Mode.Step step : definition.mode(at).accessibleModes()) {
                if (!ways.containsKey(step.name())) {
                    List<Mode.Step> way = new ArrayList<>(ways.get(at));
                    way.add(step);
                    ways.put(step.name(), way);
                    open.add(step.name());
                }
            }
        }
        if (!ways.containsKey(requested)) {
            throw new PromptNotFound("%s: there is no way from mode '%s' to mode '%s'"
                    .formatted(address, mode.name(), requested));
        }
        return ways.get(requested);
    }

    /** Takes leave as the platform wants it, and closes. */
    @Override
    public void close() {
        try {
            if (isOpen()) {
                for (Instruction instruction : definition.onCloseInstructions()) {
                    follow(instruction);
                }
            }
        } catch (SessionException e) {
            // it is closed anyway
        }
        abandon();
    }

    /** Closes without a word: the device may not listen any more. */
    public void abandon() {
        try {
            transport.close();
        } catch (IOException e) {
            // it was broken already
        }
    }
}
