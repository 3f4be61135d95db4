package lifeboat.pmc.criu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import lifeboat.pmc.RefusedException;
import lifeboat.pmc.transfer.Image;
import lifeboat.pmc.transfer.ImageReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of post-copies: at the source they are served, at the target they are fetched while the process runs. */
final class RemotePages {

    private static final Logger LOG = LoggerFactory.getLogger(RemotePages.class);
    private static final Path PIPE_SIZE = Path.of("/proc/sys/fs/pipe-max-size");
    private static final long PIPE_BYTES = 4 * 1024 * 1024;
    private static final String ADDRESS = "pages-at";

    private final Criu criu;
    private final Map<String, Process> servers = new ConcurrentHashMap<>();
    private final Map<String, Process> fetchers = new ConcurrentHashMap<>();

    RemotePages(Criu criu) {
        this.criu = criu;
    }

    /** Serves the pages of an image to the server at {@code target}, on the address that the way there begins with. */
    void serve(String process, Image image, String target) throws RefusedException {
        requireLongPipes();
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(InetAddress.getByName(target), ImageReceiver.PORT);
            String address = way.getLocalAddress().getHostAddress();
            end(process);
            servers.put(process, criu.servePages(process, image, address));
            Files.writeString(image.folder().resolve(ADDRESS), address);
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException("the pages of process %s cannot be served to %s: %s".formatted(process, target,
                    e.getMessage()));
        }
    }

    /** The page server fails without, but only when the process at the other side has started to run. */
    private static void requireLongPipes() throws RefusedException {
        long bytes = 0;
        // The kernel gives such a number away in one piece only, so it must not be read byte by byte.
        try (BufferedReader in = Files.newBufferedReader(PIPE_SIZE)) {
            bytes = Long.parseLong(in.readLine().strip());
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} cannot be read: {}", PIPE_SIZE, e.getMessage());
        }
        if (bytes < PIPE_BYTES) {
            throw new RefusedException("a post-copy needs pipes of %d bytes, %d are allowed: say 'sysctl "
                    .formatted(PIPE_BYTES, bytes) + "fs.pipe-max-size=%d' on this server".formatted(PIPE_BYTES));
        }
    }

    /** Whether an image has its memory elsewhere. */
    static boolean isNeededBy(Image image) {
        return Files.exists(image.folder().resolve(ADDRESS));
    }

    void restore(String process, Image image, Path pidFile) throws RefusedException {
        Process fetcher = criu.fetchPages(process, image, address(image));
        try {
            criu.restoreWithoutPages(process, image, pidFile);
        } catch (RefusedException e) {
            fetcher.destroyForcibly();
            throw e;
        }
        fetchers.put(process, fetcher);
        fetcher.onExit().thenAccept(ended -> ended(process, ended, pidFile));
    }

    /** Without the pages that are missing, the process would go on with zeros in their place: it must not. */
    private static void ended(String process, Process fetcher, Path pidFile) {
        if (fetcher.exitValue() != 0) {
            LOG.error("The pages of process {} cannot be had any more: it is stopped", process);
            try {
                new ProcessBuilder("kill", "-STOP", Files.readString(pidFile).strip()).start();
            } catch (IOException e) {
                LOG.error("Process {} could not be stopped", process, e);
            }
        }
    }

    private static String address(Image image) throws RefusedException {
        try {
            return Files.readString(image.folder().resolve(ADDRESS)).strip();
        } catch (IOException e) {
            throw new RefusedException("it is not known where the pages are: " + e.getMessage());
        }
    }

    boolean areArriving(String process) {
        Process fetcher = fetchers.get(process);
        return fetcher != null && (fetcher.isAlive() || fetcher.exitValue() != 0);
    }

    /** Returns when all pages are here. */
    void await(String process) throws RefusedException {
        Process fetcher = fetchers.get(process);
        if (fetcher == null) {
            return;
        }
        try {
            if (fetcher.waitFor() != 0) {
                throw new RefusedException("the pages of process %s can no longer be had from the server it came from: "
                        .formatted(process) + "it is stopped, restart it from its own backup");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the PMC is shutting down");
        }
    }

    /** Ends what serves or fetches pages of a process. */
    void end(String process) {
        for (Map<String, Process> programs : List.of(servers, fetchers)) {
            Optional.ofNullable(programs.remove(process)).filter(Process::isAlive).ifPresent(this::end);
        }
    }

    private void end(Process program) {
        try {
            program.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
