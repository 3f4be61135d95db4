package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks all the time whether the service's process runs on two servers at once. One that is stopped does not: CRIU
 * holds it, or it is about to go.
 */
final class CopyWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;
    private static final String STOPPED_OR_DEAD = "TtZXx";
    /** Where /proc/PID/stat has the time of its start, counted from its state. */
    private static final int STARTED = 19;

    private final List<LabServer> servers;
    private final Thread thread = new Thread(this::watch, "copy-watch");
    private volatile boolean seen;

    CopyWatch(List<LabServer> servers) {
        this.servers = servers;
        thread.setDaemon(true);
        thread.start();
    }

    boolean sawTwo() {
        return seen;
    }

    private void watch() {
        try {
            while (!seen) {
                seen = runsAtBoth();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It may go from one to the other between two looks: the first must have it still. */
    private boolean runsAtBoth() {
        Optional<String> before = runningAt(servers.get(0));
        return before.isPresent() && runningAt(servers.get(1)).isPresent()
                && runningAt(servers.get(0)).equals(before);
    }

    /** The process that runs, by its PID and when it was started. */
    private static Optional<String> runningAt(LabServer server) {
        try {
            Path inside = Path.of("/proc", String.valueOf(server.init()), "root");
            String pid = Files.readString(Path.of(inside + LabServer.PID_FILE)).strip();
            String stat = Files.readString(inside.resolve("proc").resolve(pid).resolve("stat"));
            String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return STOPPED_OR_DEAD.contains(values[0]) ? Optional.empty() : Optional.of(pid + " " + values[STARTED]);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
