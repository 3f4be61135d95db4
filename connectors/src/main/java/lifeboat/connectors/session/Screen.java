package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a device has printed since it was last cleared, without control sequences. */
final class Screen {

    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");

    private final StringBuilder text = new StringBuilder();
    private String end;

    /** Takes everything that arrives, until the connection ends. */
    void follow(InputStream in, String threadName) {
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[4096];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
                end("the device closed the connection");
            } catch (IOException e) {
                end("the connection broke: " + e.getMessage());
            }
        }, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void append(String more) {
        text.append(more);
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
    }

    synchronized String text() {
        return clean(text);
    }

    /**
     * Waits until what is printed satisfies {@code wanted}.
     *
     * @throws IOException if the connection ends or the time is over before
     */
    synchronized String await(Predicate<String> wanted, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String now = text();
            if (wanted.test(now)) {
                return now;
            }
            if (end != null) {
                throw new IOException(end);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException("no answer within %d ms".formatted(timeout.toMillis()));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static String clean(CharSequence raw) {
        String plain = ESCAPES.matcher(raw).replaceAll("");
        return CONTROLS.matcher(plain).replaceAll("").replace("\r", "");
    }
}
