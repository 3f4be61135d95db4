package lifeboat.lab.user;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lifeboat.lab.service.StreamContent;

/**
 * A user of the streaming service: an ordinary TCP client that checks every byte, notes its longest pause, and says
 * something now and then.
 */
public class StreamUser implements User {

    private static final long HEARTBEAT_MILLIS = 100;
    private static final long SAMPLE_NANOS = 10_000_000;

    private final Socket socket;
    private long bytes;
    private long firstWrong = -1;
    private long longestPause;
    private long lastByte = System.nanoTime();
    private long start = lastByte;
    private long lastSample;
    private final List<Sample> samples = new ArrayList<>();
    private long sent;
    private String end;

    /** How many bytes there were at a moment, counted from when the pause was. */
    public record Sample(Duration time, long bytes) {
    }

    /** What the user saw so far. */
    public record Report(long bytes, boolean inOrder, Duration longestPause, long sent, boolean connected, int resets,
            String end) {
    }

    public StreamUser(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        daemon(this::read, "user-reader");
        daemon(this::talk, "user-heartbeat");
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                take(buffer, n);
            }
            ended("closed by the service");
        } catch (IOException e) {
            ended(e.getMessage());
        }
    }

    private synchronized void take(byte[] buffer, int length) {
        long now = System.nanoTime();
        longestPause = Math.max(longestPause, now - lastByte);
        lastByte = now;
        for (int i = 0; i < length; i++) {
            if (buffer[i] != StreamContent.at(bytes + i) && firstWrong < 0) {
                firstWrong = bytes + i;
            }
        }
        bytes += length;
        if (now - lastSample >= SAMPLE_NANOS) {
            lastSample = now;
            samples.add(new Sample(Duration.ofNanos(now - start), bytes));
        }
    }

    private void talk() {
        try {
            while (!socket.isClosed()) {
                socket.getOutputStream().write('.');
                synchronized (this) {
                    sent++;
                }
                Thread.sleep(HEARTBEAT_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            ended(e.getMessage());
        }
    }

    private synchronized void ended(String reason) {
        if (end == null) {
            end = reason;
        }
    }

    @Override
    public synchronized Report report(boolean restart) {
        long open = end == null ? System.nanoTime() - lastByte : 0;
        Report report = new Report(bytes, firstWrong < 0, Duration.ofNanos(Math.max(longestPause, open)), sent,
                end == null, end != null && end.toLowerCase().contains("reset") ? 1 : 0, end == null ? "-" : end);
        if (restart) {
            longestPause = 0;
            start = System.nanoTime();
            samples.clear();
        }
        return report;
    }

    @Override
    public synchronized List<Sample> timeline() {
        return List.copyOf(samples);
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
