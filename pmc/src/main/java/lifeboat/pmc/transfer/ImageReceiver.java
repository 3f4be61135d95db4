package lifeboat.pmc.transfer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.RefusedException;

/**
 * Takes images on one address, the one in the migration network. An image that is not wanted, is cut short, or whose
 * SHA-256 is not the announced one, leaves nothing behind.
 */
public final class ImageReceiver implements AutoCloseable {

    /** The TCP port for images. */
    public static final int PORT = 7177;

    static final String OK = "ok";

    private static final int BUFFER = 256 * 1024;
    private static final int MAX_FILES = 100_000;

    /** Who is told of images. */
    public interface Gate {

        /** @throws RefusedException if nobody waits for an image of this process and epoch */
        void admit(String process, Epoch epoch) throws RefusedException;

        /** The whole image is in {@code folder}, and is what was sent. */
        void arrived(String process, Epoch epoch, Path folder) throws RefusedException;
    }

    private final Path incoming;
    private final Gate gate;
    private final ServerSocket server;

    /** @param incoming where images are kept until they are whole */
    public ImageReceiver(String address, Path incoming, Gate gate) {
        this.incoming = incoming;
        this.gate = gate;
        try {
            Files.createDirectories(incoming);
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, PORT));
        } catch (IOException e) {
            throw new UncheckedIOException("Images cannot be received on %s port %d: %s".formatted(address, PORT,
                    e.getMessage()), e);
        }
        daemon(this::accept);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
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
            String answer = OK;
            try {
                receive(new DigestInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER), sha256()));
            } catch (RefusedException e) {
                answer = e.getMessage();
            }
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeUTF(answer);
            out.flush();
        } catch (IOException e) {
            // the sender sees its connection break
        }
    }

    private void receive(DigestInputStream digested) throws IOException, RefusedException {
        DataInputStream in = new DataInputStream(digested);
        String process = in.readUTF();
        Epoch epoch = new Epoch(in.readLong());
        gate.admit(process, epoch);
        Path folder = Files.createTempDirectory(incoming, "image-");
        try {
            int files = in.readInt();
            if (files < 1 || files > MAX_FILES) {
                throw new RefusedException("an image of %d files is no image".formatted(files));
            }
            for (int i = 0; i < files; i++) {
                receiveFile(in, folder);
            }
            byte[] computed = digested.getMessageDigest().digest();
            digested.on(false);
            byte[] announced = in.readNBytes(computed.length);
            if (!Arrays.equals(computed, announced)) {
                throw new RefusedException("the image of process %s is not what was sent: its SHA-256 differs"
                        .formatted(process));
            }
            gate.arrived(process, epoch, folder);
        } finally {
            delete(folder);
        }
    }

    private static void receiveFile(DataInputStream in, Path folder) throws IOException, RefusedException {
        String name = in.readUTF();
        if (!name.matches("[\\w.\\-]{1,100}") || name.startsWith(".")) {
            throw new RefusedException("'%s' is no name of a file in an image".formatted(name));
        }
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            for (long left = in.readLong(); left > 0;) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new IOException("the image was cut short");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "image-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
