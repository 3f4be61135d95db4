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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Instruction;
import lifeboat.connectors.definition.Mode;
import lifeboat.connectors.session.SessionException.Progress;

/**
 * A device's command line, logged in. One command at a time; not for use by several threads at once.
 *
 * <p>Every failure is a {@link SessionException} that says whether the command was sent.
 */
public final class CliSession implements Closeable {

    private static final Pattern NAME_QUESTION = Pattern.compile("(?i)(user ?name|login):\\s?$");
    private static final Pattern PASSWORD_QUESTION = Pattern.compile("(?i)password:\\s?$");

    private final DeviceAddress address;
    private final DeviceDefinition definition;
    private final Timeouts timeouts;
    private final Journal journal;
    private final Transport transport;
    private final Screen screen = new Screen();
    private Mode mode;

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
        try {
            Transport transport = switch (address.protocol()) {
                case TELNET -> new TelnetTransport(address, timeouts);
                case SSH -> new SshTransport(address, timeouts);
            };
            CliSession session = new CliSession(address, definition, timeouts, journal, transport);
            try {
                session.logIn();
                return session;
            } catch (IOException | SessionException e) {
                transport.close();
                throw e;
            }
        } catch (IOException | SessionException e) {
            throw new SessionException(Progress.NOT_SENT, "%s: cannot log in: %s".formatted(address, e.getMessage()),
                    e);
        }
    }

    private void logIn() throws IOException, SessionException {
        screen.follow(transport.in(), address.name() + "-screen");
        if (transport.asksForLogin()) {
            answer(NAME_QUESTION, address.username());
            answer(PASSWORD_QUESTION, address.password().resolve());
        }
        String greeting = screen.await(text -> isPrompt(text) || asks(NAME_QUESTION, text), timeouts.login());
        if (!isPrompt(greeting)) {
            throw new IOException("the device does not accept user %s and the password given".formatted(
                    address.username()));
        }
        mode = modeOf(greeting);
        for (Instruction instruction : definition.onOpenInstructions()) {
            follow(instruction);
        }
    }

    private void answer(Pattern question, String answer) throws IOException {
        screen.await(text -> asks(question, text), timeouts.login());
        write(answer);
    }

    public boolean isOpen() {
        return !screen.isEnded();
    }

    /** Whether the device still answers: an empty line brings a prompt. */
    public boolean isAlive() {
        try {
            write("");
            screen.await(this::isPrompt, timeouts.command());
            return true;
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
                throw new SessionException(Progress.NOT_SENT, "%s: mode '%s' was wanted, the prompt shows '%s'"
                        .formatted(address, step.name(), mode.name()), null);
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
                throw new SessionException(Progress.NOT_SENT, "%s: %s".formatted(address, e.getMessage()), e);
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
            return address.password().resolve();
        } catch (IOException e) {
            throw new SessionException(Progress.NOT_SENT, "%s: %s".formatted(address, e.getMessage()), e);
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
            String text = screen.await(until, timeout);
            if (isPrompt(text)) {
                mode = modeOf(text);
            }
            String answer = withoutEchoAndPrompt(text, line);
            journal.record(new CommandRecord(address.name(), shown, answer,
                    definition.failureIn(answer).isPresent(), start, Duration.ofNanos(System.nanoTime() - from)));
            return answer;
        } catch (IOException e) {
            journal.record(new CommandRecord(address.name(), shown, e.getMessage(), true, start,
                    Duration.ofNanos(System.nanoTime() - from)));
            throw new SessionException(progress, "%s: '%s': %s".formatted(address, shown, e.getMessage()), e);
        }
    }

    private void write(String line) throws IOException {
        screen.clear();
        transport.out().write((line + transport.endOfLine()).getBytes(StandardCharsets.UTF_8));
        transport.out().flush();
    }

    private static boolean asks(Pattern question, String text) {
        return question.matcher(Screen.lastLine(text)).find();
    }

    private boolean isPrompt(String text) {
        return definition.promptPattern().matcher(Screen.lastLine(text)).find();
    }

    private Mode modeOf(String text) {
        String prompt = Screen.lastLine(text);
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
            throw new SessionException(Progress.NOT_SENT, "%s: there is no way from mode '%s' to mode '%s'"
                    .formatted(address, mode.name(), requested), null);
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
