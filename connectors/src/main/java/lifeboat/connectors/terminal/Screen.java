package lifeboat.connectors.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import lifeboat.connectors.transport.Deadline;

/**
 * What a device has printed since it was last cleared, as somebody at a terminal would see it: repainted lines as they
 * ended up, without control sequences. Takes time in proportion to what is printed, however it arrives.
 */
public final class Screen extends Inbox {

    /** More than any configuration is long. */
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int LAST_SEEN = 200;
    /** No prompt has more lines, or more characters. */
    private static final int LINES_OF_PROMPT = 4;
    private static final int LONGEST_PROMPT = 1024;
    /** Packets that belong together follow each other faster. */
    private static final Duration SETTLED = Duration.ofMillis(30);
    /** How much longer nothing must come until what is doubtful is believed. */
    private static final int DOUBT = 10;

    private final StringBuilder text = new StringBuilder();
    private final TerminalLine line = new TerminalLine(text);
    private final TextDecoder decoder = new TextDecoder();
    private final Duration settled;
    private long lastArrival = System.nanoTime();
    private long arrivals;

    public Screen() {
        this(SETTLED);
    }

    /** @param settled how long nothing more must come until what is likely is believed */
    public Screen(Duration settled) {
        this.settled = settled;
    }

    @Override
    public synchronized void received(byte[] bytes, int offset, int count) throws IOException {
        String more = decoder.decode(bytes, offset, count);
        line.accept(more);
        if (text.length() + line.length() > LARGEST) {
            throw new IOException("the device does not stop printing: %d MiB so far".formatted(LARGEST >> 20));
        }
        lastArrival = System.nanoTime();
        arrivals++;
        notifyAll();
    }

    public synchronized void clear() {
        text.setLength(0);
        text.trimToSize();
        line.clear();
        lastArrival = System.nanoTime();
    }

    /** Forgets the line that is being printed. */
    public synchronized void clearLine() {
        line.clear();
    }

    /**
     * Forgets the line that is being printed from this text on, whether the device rubs it out or not.
     *
     * @param seen how often something had arrived when it was seen
     * @return whether it is still there, and nothing has come since
     */
    public synchronized boolean forgetFrom(String shown, long seen) {
        return arrivals == seen && line.forgetFrom(shown);
    }

    /** How often something has arrived. */
    public synchronized long arrivals() {
        return arrivals;
    }

    /** Everything that was printed, and the line that is being printed. */
    public synchronized String text() {
        return text + line.visible();
    }

    /**
     * Waits until what was printed last is what is looked for.
     *
     * @return the last lines; empty if the time is over before
     * @throws IOException if the connection ends before, or the thread is interrupted
     */
    public Optional<String> poll(Function<String, PromptCertainty> look, Deadline deadline) throws IOException {
        return poll(look, deadline, Function.identity());
    }

    /**
     * The same, and what else is to be known of that moment.
     *
     * @param result what to return, by the last lines
     */
    public synchronized <T> Optional<T> poll(Function<String, PromptCertainty> look, Deadline deadline,
            Function<String, T> result) throws IOException {
        while (true) {
            String seen = tail();
            PromptCertainty sight = look.apply(seen);
            Duration wait = deadline.left();
            if (sight == PromptCertainty.LIKELY || sight == PromptCertainty.DOUBTFUL) {
                Duration quiet = (sight == PromptCertainty.LIKELY ? settled : settled.multipliedBy(DOUBT))
                        .minusNanos(System.nanoTime() - lastArrival);
                if (quiet.isNegative() || quiet.isZero() || isEnded()) {
                    return Optional.of(result.apply(seen));
                }
                wait = quiet.compareTo(wait) < 0 ? quiet : wait;
            } else if (sight == PromptCertainty.CERTAIN) {
                return Optional.of(result.apply(seen));
            }
            checkNotEnded();
            if (wait.isZero()) {
                return Optional.empty();
            }
            awaitArrival(wait);
        }
    }

    /** Where a prompt would be: the last lines, or the end of the last one if it is very long. */
    private String tail() {
        String last = line.tail(LONGEST_PROMPT);
        int from = text.length();
        for (int lines = 1; lines < LINES_OF_PROMPT && from > 0 && text.length() - from < LONGEST_PROMPT; lines++) {
            from = text.lastIndexOf("\n", from - 2) + 1;
        }
        return text.substring(Math.max(from, text.length() - LONGEST_PROMPT)) + last;
    }

    /** The end of what was printed, on one line. */
    public synchronized String lastSeen() {
        String seen = text().strip();
        return seen.substring(Math.max(0, seen.length() - LAST_SEEN)).replace("\n", "\\n");
    }
}
