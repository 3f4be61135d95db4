package lifeboat.pmc.criu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.host.Programs;
import lifeboat.pmc.transfer.Image;
import lifeboat.pmc.transfer.ImageReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of post-copies: at the source they are served, at the target they are fetched while the process runs. All
 * that is known of it is in the image's folder, so a PMC that was restarted knows it, too.
 */
final class RemotePages {

    private static final Logger LOG = LoggerFactory.getLogger(RemotePages.class);
    private static final Path PIPE_SIZE = Path.of("/proc/sys/fs/pipe-max-size");
    private static final long PIPE_BYTES = 4 * 1024 * 1024;
    private static final String ADDRESS = "pages-at";


    /** Logs stay where they are: what is known of this server's programs is of no use to another one. */
    private static final String SERVER_PID = "serve.pid.log";
    private static final String FETCHER_PID = "fetch.pid.log";
    private static final String EXIT_CODE = "fetch.exit.log";

    private static final String ALL_FETCHED = "0";
    private static final long LOOK_MILLIS = 5;

    private final Criu criu;

    RemotePages(Criu criu) {
        this.criu = criu;
    }

    /** Serves the pages of an image to the server at {@code target}, on the address that the way there begins with. */
    void serve(String process, Image image, String target) throws CommandRefused {
        requireLongPipes();
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(InetAddress.getByName(target), ImageReceiver.PORT);
            String address = way.getLocalAddress().getHostAddress();
            end(image);
            note(image, SERVER_PID, criu.servePages(process, image, address));
            Files.writeString(image.folder().resolve(ADDRESS), address);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandRefused("the pages of process %s cannot be served to %s: %s".formatted(process, target,
                    e.getMessage()));
        }
    }

    /** The page server fails without, but only when the process at the other side has started to run. */
    private static void requireLongPipes() throws CommandRefused {
        long bytes = 0;
        // The kernel gives such a number away in one piece only, so it must not be read byte by byte.
        try (BufferedReader in = Files.newBufferedReader(PIPE_SIZE)) {
            bytes = Long.parseLong(in.readLine().strip());
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} cannot be read: {}", PIPE_SIZE, e.getMessage());
        }
        if (bytes < PIPE_BYTES) {
            throw new CommandRefused("a post-copy needs pipes of %d bytes, %d are allowed: say 'sysctl "
                    .formatted(PIPE_BYTES, bytes) + "fs.pipe-max-size=%d' on this server".formatted(PIPE_BYTES));
        }
    }

    /** Whether an image has its memory elsewhere. */
    static boolean isNeededBy(Image image) {
        return Files.exists(image.folder().resolve(ADDRESS));
    }

    /**
     * If the pages cannot be had any more, the process would go on with zeros in their place: it is stopped, whatever
     * has become of this PMC by then.
     */
    void restore(String process, Image image) throws CommandRefused {
        String afterwards = "echo $code >'%s'; [ $code = 0 ] || kill -STOP \"$(cat '%s')\"".formatted(
                image.folder().resolve(EXIT_CODE), Criu.restoredPid(image));
        Process fetcher = criu.fetchPages(process, image, address(image), afterwards);
        try {
            note(image, FETCHER_PID, fetcher);
            criu.restoreWithoutPages(process, image);
        } catch (IOException | CommandRefused e) {
            end(image);
            throw new CommandRefused(e.getMessage());
        }
    }

    private static void note(Image image, String file, Process program) throws IOException {
        Files.writeString(image.folder().resolve(file), String.valueOf(program.pid()));
    }

    private static String address(Image image) throws CommandRefused {
        try {
            return Files.readString(image.folder().resolve(ADDRESS)).strip();
        } catch (IOException e) {
            throw new CommandRefused("it is not known where the pages are: " + e.getMessage());
        }
    }

    /** Whether a process that was restored from the image still lacks pages, or will lack them for ever. */
    static boolean areMissing(Image image) {
        return isNeededBy(image) && !read(image, EXIT_CODE).equals(ALL_FETCHED);
    }

    /** Whether they can no longer be had: who fetched them failed, or is gone without a word. */
    static boolean areLost(Image image) {
        return areMissing(image) && (!read(image, EXIT_CODE).isEmpty() || program(image, FETCHER_PID).isEmpty());
    }

    /** The image was served to another server; now it is restored where its memory is. */
    static void haveThemHere(Image image) throws CommandRefused {
        try {
            Files.deleteIfExists(image.folder().resolve(ADDRESS));
        } catch (IOException e) {
            throw new CommandRefused("the image cannot be changed: " + e.getMessage());
        }
    }

    /** Returns when all pages are here. */
    void await(String process, Image image) throws CommandRefused {
        try {
            while (areMissing(image) && program(image, FETCHER_PID).isPresent()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the PMC is shutting down");
        }
        if (areMissing(image)) {
            throw new CommandRefused(("the pages of process %s can no longer be had from the server it came from: "
                    + "it is stopped, restart it from its own backup").formatted(process));
        }
    }

    /** Ends what serves or fetches pages of an image. */
    void end(Image image) {
        for (String file : List.of(SERVER_PID, FETCHER_PID)) {
            program(image, file).ifPresent(RemotePages::end);
        }
    }

    private static void end(ProcessHandle program) {
        Programs.end(Stream.concat(Stream.of(program), program.descendants()).toList());
    }

    /** The program whose PID was noted, while it lives; not another one that has the same PID by now. */
    private static Optional<ProcessHandle> program(Image image, String file) {
        String pid = read(image, file);
        return pid.isEmpty() ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)
                        .filter(one -> one.info().commandLine().orElse("").contains(image.folder().toString()));
    }

    private static String read(Image image, String file) {
        try {
            Path path = image.folder().resolve(file);
            return Files.exists(path) ? Files.readString(path).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
