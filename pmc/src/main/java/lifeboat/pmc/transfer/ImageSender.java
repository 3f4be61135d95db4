package lifeboat.pmc.transfer;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ProcessBackend.Sent;
import lifeboat.pmc.RefusedException;

/** Sends the files of an image to another server's {@link ImageReceiver}, and their SHA-256 behind them. */
public final class ImageSender {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BUFFER = 256 * 1024;
    private static final int WARM_UP_BUFFERS = 512;

    /** Lets the JVM compile the digest: over a cold one, an image takes several times as long. */
    public static void warmUp() {
        byte[] buffer = new byte[BUFFER];
        MessageDigest digest = ImageReceiver.sha256();
        for (int i = 0; i < WARM_UP_BUFFERS; i++) {
            digest.update(buffer);
        }
        digest.digest();
    }

    public Sent send(String process, Epoch epoch, Path image, String address) throws RefusedException {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, ImageReceiver.PORT), (int) PATIENCE.toMillis());
            DigestOutputStream digested = new DigestOutputStream(
                    new BufferedOutputStream(socket.getOutputStream(), BUFFER), ImageReceiver.sha256());
            DataOutputStream out = new DataOutputStream(digested);
            List<Path> files = files(image);
            out.writeUTF(process);
            out.writeLong(epoch.number());
            out.writeInt(files.size());
            long bytes = 0;
            for (Path file : files) {
                bytes += send(file, out);
            }
            byte[] sha256 = digested.getMessageDigest().digest();
            digested.on(false);
            out.write(sha256);
            out.flush();
            String answer = new DataInputStream(socket.getInputStream()).readUTF();
            if (!answer.equals(ImageReceiver.OK)) {
                throw new RefusedException("%s does not take the image: %s".formatted(address, answer));
            }
            return new Sent(bytes, Duration.ofNanos(System.nanoTime() - start), HexFormat.of().formatHex(sha256));
        } catch (IOException e) {
            throw new RefusedException("the image of process %s cannot be sent to %s: %s".formatted(process, address,
                    e.getMessage()));
        }
    }

    private static long send(Path file, DataOutputStream out) throws IOException {
        long size = Files.size(file);
        out.writeUTF(file.getFileName().toString());
        out.writeLong(size);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
        return size;
    }

    private static List<Path> files(Path image) throws IOException {
        try (Stream<Path> files = Files.list(image)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".log")).sorted()
                    .toList();
        }
    }
}
