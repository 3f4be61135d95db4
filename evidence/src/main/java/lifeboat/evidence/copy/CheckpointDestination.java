package lifeboat.evidence.copy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import lifeboat.evidence.time.WithoutPassword;

/** Where a copy of each checkpoint goes. {@code lifeboat evidence verify --since} reads what arrived there. */
public interface CheckpointDestination {

    /** @param note a signed note */
    void send(String note) throws IOException, InterruptedException;

    /**
     * @param address {@code file:/PATH} (each note is added to it), {@code http://} or {@code https://} (POST), or
     *     {@code syslog://HOST:PORT} (UDP, RFC 5424)
     * @throws IllegalArgumentException if it is none of these
     */
    static CheckpointDestination of(URI address) {
        String scheme = String.valueOf(address.getScheme());
        switch (scheme) {
            case "file":
                Path file = Path.of(address);
                if (file.getParent() == null || !Files.isDirectory(file.getParent()) || Files.isDirectory(file)) {
                    throw new IllegalArgumentException("There is no folder for the file %s.".formatted(file));
                }
                return note -> Files.writeString(file, note + "\n", StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            case "http", "https":
                requireHost(address);
                return note -> post(address, note);
            case "syslog":
                requireHost(address);
                return note -> log(address, note);
            default:
                throw new IllegalArgumentException(("'%s' is no place for checkpoints: file:/PATH, http://..., "
                        + "https://... or syslog://HOST:PORT is expected.").formatted(WithoutPassword.of(address)));
        }
    }

    private static void requireHost(URI address) {
        if (address.getHost() == null) {
            throw new IllegalArgumentException("'%s' names no host.".formatted(WithoutPassword.of(address)));
        }
    }

    private static void post(URI address, String note) throws IOException, InterruptedException {
        Duration patience = Duration.ofSeconds(10);
        HttpResponse<String> answer = HttpClient.newBuilder().connectTimeout(patience).build().send(
                HttpRequest.newBuilder(address).timeout(patience).header("Content-Type", "text/plain; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(note)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("it answered %d".formatted(answer.statusCode()));
        }
    }

    /** Facility local0, severity notice. The note's line ends are written {@code \n}: syslog is read by lines. */
    private static void log(URI address, String note) throws IOException {
        int port = address.getPort() < 0 ? 514 : address.getPort();
        String message = "<133>1 %s %s lifeboat %d checkpoint - %s".formatted(
                Instant.now().truncatedTo(ChronoUnit.MILLIS), InetAddress.getLocalHost().getHostName(),
                ProcessHandle.current().pid(), note.replace("\n", "\\n"));
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(address.getHost()), port));
        }
    }
}
