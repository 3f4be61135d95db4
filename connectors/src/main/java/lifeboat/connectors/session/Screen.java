package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a device has printed since it was last cleared, as somebody at a terminal would see it: repainted lines as they
 * ended up, without control sequences. Takes time in proportion to what is printed, however it arrives.
 */
final class Screen {

    /** More than any configuration is long. */
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int LAST_SEEN = 200;

    private final StringBuilder text = new StringBuilder();
    private final TerminalLine line = new TerminalLine(text);
    private final TextDecoder decoder = new TextDecoder();
    private String end;

    /** Takes everything that arrives, until the connection ends. */
    void follow(InputStream in, String threadName) {
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    append(buffer, n);
                }
                end("the device closed the connection");
            } catch (IOException e) {
                end("the connection broke: " + e.getMessage());
            }
        }, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void append(byte[] bytes, int count) throws IOException {
        String more = decoder.decode(bytes, count);
        for (int i = 0; i < more.length(); i++) {
            line.accept(more.charAt(i));
        }
        if (text.length() + line.length() > LARGEST) {
            throw new IOException("the device does not stop printing: %d MiB so far".formatted(LARGEST >> 20));
        }
        notifyAll();
    }

    private synchronized void end(String reason) {
        end = reason;
        notifyAll();
    }

    synchronized boolean isEnded() {
        return end != null;
    }

    synchronized void clear() {
        text.setLength(0);
        line.clear();
    }

    /** Forgets the line that is being printed. */
    synchronized void clearLine() {
        line.clear();
    }

    /** Everything that was printed, and the line that is being printed. */
    synchronized String text() {
        return text + line.visible();
    }

    /**
     * Waits until the line that is being printed satisfies {@code wanted}.
     *
     * @return that line; empty if the time is over before
     * @throws IOException if the connection ends before
     */
    synchronized Optional<String> poll(Predicate<String> wanted, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String now = line.tail();
            if (wanted.test(now)) {
                return Optional.of(now);
            }
            if (end != null) {
                throw new IOException(end);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** The end of what was printed, on one line. */
    synchronized String lastSeen() {
        String seen = text().strip();
        return seen.substring(Math.max(0, seen.length() - LAST_SEEN)).replace("\n", "\\n");
    }
}
