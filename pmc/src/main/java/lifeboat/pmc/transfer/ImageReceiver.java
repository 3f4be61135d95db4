package lifeboat.pmc.transfer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;

/**
 * Takes images on one address, the one in the migration network. An image that is not wanted, is cut short, or whose
 * SHA-256 is not the announced one, leaves nothing behind.
 */
public final class ImageReceiver implements AutoCloseable {

    /** The TCP port for images. */
    public static final int PORT = 7177;

    /** The TCP port for encrypted images. */
    public static final int ENCRYPTED_PORT = 7179;

    private static final Duration LONGEST_ACCEPT = Duration.ofSeconds(2);

    static final String OK = "ok";

    /** A sender that says nothing for so long is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final int BUFFER = 256 * 1024;
    private static final int MAX_COUNT = 100_000;

    /** Who is told of images. */
    public interface Gate {

        /**
         * @param sender the fingerprint of the key that the sender has proved to have; empty if it is not encrypted
         * @throws CommandRefused if nobody waits for an image of this process and epoch from this sender
         */
        void admit(String process, Epoch epoch, Optional<String> sender) throws CommandRefused;

        /**
         * The folder of an image that arrived earlier in the same epoch.
         *
         * @throws CommandRefused if there is none with this SHA-256
         */
        Path known(String process, Epoch epoch, String sha256) throws CommandRefused;

        /** An image is here whole, and is what was sent. */
        void arrived(Arrival arrival) throws CommandRefused;
    }

    /**
     * An image that has arrived.
     *
     * @param folder where it is; deleted afterwards unless it is moved away
     * @param sha256 of what was sent, in hexadecimal
     */
    public record Arrival(String process, Epoch epoch, ImagePart part, Path folder, String sha256) {
    }

    private final Path incoming;
    private final Gate gate;
    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<Thread> accepting = new ArrayList<>();

    /**
     * @param incoming where images are kept until they are whole
     * @param key for images that travel encrypted
     */
    public ImageReceiver(String address, Path incoming, ImageKey key, Gate gate) {
        this.incoming = incoming;
        this.gate = gate;
        try {
            Files.createDirectories(incoming);
            listen(new ServerSocket(), address, PORT);
            SSLServerSocket encrypted = (SSLServerSocket) key.context().getServerSocketFactory().createServerSocket();
            encrypted.setNeedClientAuth(true);
            listen(encrypted, address, ENCRYPTED_PORT);
        } catch (IOException e) {
            throw new UncheckedIOException("Images cannot be received on %s, ports %d and %d: %s".formatted(address,
                    PORT, ENCRYPTED_PORT, e.getMessage()), e);
        }
    }

    private void listen(ServerSocket server, String address, int port) throws IOException {
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(address, port));
        servers.add(server);
        accepting.add(daemon(() -> accept(server)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> receive(socket));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void receive(Socket socket) {
        try (socket) {
            socket.setSoTimeout((int) SILENCE.toMillis());
            String answer = OK;
            try {
                Optional<String> sender = socket instanceof SSLSocket encrypted
                        ? Optional.of(ImageKey.peer(encrypted)) : Optional.empty();
                receive(new DigestInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER), sha256()),
                        sender);
            } catch (CommandRefused e) {
                answer = e.getMessage();
            }
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeUTF(answer);
            out.flush();
            if (!answer.equals(OK)) {
                awaitEnd(socket);
            }
        } catch (IOException e) {
            // the sender sees its connection break
        }
    }

    /** Closed at once, the connection would be reset, and the sender might never see why. */
    private static void awaitEnd(Socket socket) throws IOException {
        socket.setSoTimeout((int) FAREWELL.toMillis());
        long end = System.nanoTime() + FAREWELL.toNanos();
        byte[] unwanted = new byte[BUFFER];
        while (socket.getInputStream().read(unwanted) >= 0 && System.nanoTime() < end) {
            // it is thrown away
        }
    }

    private void receive(DigestInputStream digested, Optional<String> sender) throws IOException, CommandRefused {
        DataInputStream in = new DataInputStream(digested);
        String process = in.readUTF();
        String named = in.readUTF();
        Epoch epoch = Epoch.of(named).orElseThrow(() -> new CommandRefused("'%s' is no epoch".formatted(named)));
        ImagePart part = in.readUTF().equals(ImagePart.FIRST.name()) ? ImagePart.FIRST : ImagePart.LAST;
        String known = in.readUTF();
        gate.admit(process, epoch, sender);
        Optional<Path> earlier = known.isEmpty() ? Optional.empty() : Optional.of(gate.known(process, epoch, known));
        Path folder = Files.createTempDirectory(incoming, "image-");
        try {
            int files = count(in, "an image of %d files is no image");
            for (int i = 0; i < files; i++) {
                receiveFile(in, folder, earlier, () -> gate.admit(process, epoch, sender));
            }
            byte[] computed = digested.getMessageDigest().digest();
            digested.on(false);
            byte[] announced = in.readNBytes(computed.length);
            if (!Arrays.equals(computed, announced)) {
                throw new CommandRefused("the image of process %s is not what was sent: its SHA-256 differs"
                        .formatted(process));
            }
            gate.arrived(new Arrival(process, epoch, part, folder, HexFormat.of().formatHex(computed)));
        } finally {
            new Image(folder).delete();
        }
    }

    private static int count(DataInputStream in, String refusal) throws IOException, CommandRefused {
        int count = in.readInt();
        if (count < 1 || count > MAX_COUNT) {
            throw new CommandRefused(refusal.formatted(count));
        }
        return count;
    }

    /** Whether an image on its way is still wanted. */
    @FunctionalInterface
    private interface Wanted {
        void check() throws CommandRefused;
    }

    private static void receiveFile(DataInputStream in, Path folder, Optional<Path> earlier, Wanted wanted)
            throws IOException, CommandRefused {
        String name = in.readUTF();
        if (!name.matches("[\\w.\\-]{1,100}") || name.startsWith(".") || Image.isLog(name)) {
            throw new CommandRefused("'%s' is no name of a file in an image".formatted(name));
        }
        int runs = in.readInt();
        try (FileChannel out = FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            for (int i = 0; i < runs; i++) {
                long source = in.readLong();
                long length = in.readLong();
                if (source == ByteRun.FRESH) {
                    receiveBytes(in, length, out, wanted);
                } else if (source == ByteRun.LEFT_OUT) {
                    out.position(out.position() + length);
                } else {
                    takeBytes(earlier, name, source, length, out);
                }
            }
        }
    }

    private static void receiveBytes(DataInputStream in, long length, FileChannel out, Wanted wanted)
            throws IOException, CommandRefused {
        byte[] buffer = new byte[(int) Math.max(0, Math.min(length, BUFFER))];
        for (long left = length; left > 0;) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new IOException("the image was cut short");
            }
            wanted.check();
            keep(out, ByteBuffer.wrap(buffer, 0, n));
            left -= n;
        }
    }

    private static void keep(FileChannel file, ByteBuffer bytes) throws CommandRefused {
        try {
            file.write(bytes);
        } catch (IOException e) {
            throw new CommandRefused("the image cannot be kept: " + e.getMessage());
        }
    }

    private static void takeBytes(Optional<Path> earlier, String name, long at, long length, FileChannel out)
            throws IOException, CommandRefused {
        Path file = earlier.map(folder -> folder.resolve(name)).filter(Files::isRegularFile)
                .orElseThrow(() -> new CommandRefused("there is no earlier file '%s' here".formatted(name)));
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            if (at < 0 || length < 0 || at > source.size() - length) {
                throw new CommandRefused("the earlier file '%s' does not have %d bytes at %d".formatted(name, length,
                        at));
            }
            for (long done = 0; done < length;) {
                done += source.transferTo(at + done, length - done, out);
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "image-receiver");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The ports are free afterwards: a thread that is still in its call keeps them. */
    @Override
    public void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
        try {
            for (Thread thread : accepting) {
                thread.join(LONGEST_ACCEPT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
