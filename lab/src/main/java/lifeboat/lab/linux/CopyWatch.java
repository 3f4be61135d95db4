package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks all the time whether the service's process runs on two servers at once. One that is stopped does not: CRIU
 * holds it, or it is about to go.
 */
final class CopyWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;
    private static final String STOPPED_OR_DEAD = "TtZXx";

    private final List<Server> servers;
    private final Thread thread = new Thread(this::watch, "copy-watch");
    private volatile boolean seen;

    CopyWatch(List<Server> servers) {
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
                seen = servers.stream().filter(CopyWatch::runsAt).count() > 1;
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean runsAt(Server server) {
        try {
            Path inside = Path.of("/proc", String.valueOf(server.init()), "root");
            String pid = Files.readString(Path.of(inside + Server.PID_FILE)).strip();
            String stat = Files.readString(inside.resolve("proc").resolve(pid).resolve("stat"));
            return STOPPED_OR_DEAD.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
