package lifeboat.connectors.real;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server from Debian on a port of the loopback interface, with a log. It ends with the test. */
final class RealServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Process process;
    private final int port;

    private RealServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a program and waits until it listens. */
    static RealServer start(Path log, int port, List<String> command) throws IOException {
        RealServer server = new RealServer(process(log, command), port);
        await().atMost(PATIENCE).failFast("It ended, see " + log, () -> !server.process.isAlive())
                .ignoreExceptions().until(() -> accepts(port));
        return server;
    }

    /** Starts a program that listens at a socket in the file system. */
    static RealServer start(Path log, Path socket, List<String> command) throws IOException {
        RealServer server = new RealServer(process(log, command), 0);
        await().atMost(PATIENCE).failFast("It ended, see " + log, () -> !server.process.isAlive())
                .until(() -> Files.exists(socket));
        return server;
    }

    private static Process process(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        }
    }

    /** Runs a program to its end, which must be a good one. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output.strip();
    }

    /** A command in a mount namespace in which the first file of each pair stands for the second. */
    static List<String> seeing(List<Path> files, List<String> command) {
        StringBuilder mounts = new StringBuilder();
        for (int i = 0; i < files.size(); i += 2) {
            mounts.append("mount --bind %s %s && ".formatted(files.get(i), files.get(i + 1)));
        }
        return Stream.concat(Stream.of("unshare", "--mount", "sh", "-c", mounts + "exec \"$@\"", "sh"),
                command.stream()).toList();
    }

    int port() {
        return port;
    }

    /** Ends what it has started for the connections it has, and goes on listening. */
    void hangUp() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly().waitFor();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
