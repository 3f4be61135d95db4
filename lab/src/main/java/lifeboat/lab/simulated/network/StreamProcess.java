package lifeboat.lab.simulated.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A streaming service as a process: its memory and its connections. It sends to each user at a constant rate. */
final class StreamProcess {

    private static final int CHANGING_SHARE = 40;

    private final String name;
    private final long imageBytes;
    private final long bitsPerSecond;
    private final Map<Long, SimulatedConnection> connections;
    private double due;

    StreamProcess(String name, long imageBytes, long bitsPerSecond) {
        this(name, imageBytes, bitsPerSecond, new LinkedHashMap<>());
    }

    private StreamProcess(String name, long imageBytes, long bitsPerSecond, Map<Long,
            SimulatedConnection> connections) {
        this.name = name;
        this.imageBytes = imageBytes;
        this.bitsPerSecond = bitsPerSecond;
        this.connections = connections;
    }

    /** What a memory image carries to the other server. */
    StreamProcess image() {
        Map<Long, SimulatedConnection> copies = new LinkedHashMap<>();
        connections.forEach((id, connection) -> copies.put(id, connection.copy()));
        return new StreamProcess(name, imageBytes, bitsPerSecond, copies);
    }

    /** The process without its connections. */
    StreamProcess restarted() {
        return new StreamProcess(name, imageBytes, bitsPerSecond);
    }

    String name() {
        return name;
    }

    long imageBytes() {
        return imageBytes;
    }

    /** How much of its memory it keeps changing. */
    long changingBytes() {
        return imageBytes / CHANGING_SHARE;
    }

    Map<Long, SimulatedConnection> connections() {
        return connections;
    }

    /** Lets {@code nanos} of running time pass. */
    void run(long nanos) {
        due += bitsPerSecond / 8.0 * nanos / 1e9;
        long bytes = (long) due;
        due -= bytes;
        connections.values().forEach(connection -> connection.write(bytes));
    }

    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + imageBytes + new TreeMap<>(connections)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
