package lifeboat.pmc.transfer;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLSocket;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ImageRoute;
import lifeboat.pmc.ProcessBackend.HandOver;
import lifeboat.pmc.ProcessBackend.Sent;

/** Sends the files of an image to another server's {@link ImageReceiver}, and their SHA-256 behind them. */
public final class ImageSender {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BUFFER = 256 * 1024;
    private static final int WARM_UP_BUFFERS = 512;

    private final ImageKey key;

    /** @param key for images that travel encrypted */
    public ImageSender(ImageKey key) {
        this.key = key;
    }

    /** Lets the JVM compile the digest: over a cold one, an image takes several times as long. */
    public static void warmUp() {
        byte[] buffer = new byte[BUFFER];
        MessageDigest digest = ImageReceiver.sha256();
        for (int i = 0; i < WARM_UP_BUFFERS; i++) {
            digest.update(buffer);
        }
        digest.digest();
    }

    /**
     * Returns when the image is there and checked.
     *
     * @param handOver told before the last bytes, without which the other side has no image
     */
    public Sent send(String process, Epoch epoch, ImagePart part, Image image, ByteSelection selection, ImageRoute way,
            HandOver handOver) throws CommandRefused {
        long start = System.nanoTime();
        try (Socket socket = connect(way)) {
            Answer answer = new Answer(socket);
            DigestOutputStream digested = new DigestOutputStream(
                    new BufferedOutputStream(socket.getOutputStream(), BUFFER), ImageReceiver.sha256());
            try {
                long bytes = write(process, epoch, part, image, selection, digested);
                String sha256 = HexFormat.of().formatHex(digested.getMessageDigest().digest());
                digested.on(false);
                handOver.now();
                digested.write(HexFormat.of().parseHex(sha256));
                digested.flush();
                answer.require(way);
                return new Sent(bytes, Duration.ofNanos(System.nanoTime() - start), sha256);
            } catch (IOException e) {
                answer.throwIfThere(way);
                throw e;
            }
        } catch (IOException e) {
            throw new CommandRefused("the image of process %s cannot be sent to %s: %s".formatted(process,
                    way.address(), e.getMessage()));
        }
    }

    private static long write(String process, Epoch epoch, ImagePart part, Image image, ByteSelection selection,
            OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        List<Path> files = image.files();
        out.writeUTF(process);
        out.writeUTF(epoch.toString());
        out.writeUTF(part.name());
        out.writeUTF(selection.earlierSha256());
        out.writeInt(files.size());
        long bytes = 0;
        for (Path file : files) {
            bytes += send(file, selection, out);
        }
        return bytes;
    }

    /** What the receiver says: after the last byte, or before, if it does not want to go on. */
    private static final class Answer {

        private final CompletableFuture<String> text = new CompletableFuture<>();

        Answer(Socket socket) {
            Thread reader = new Thread(() -> read(socket), "image-answer");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(Socket socket) {
            try {
                text.complete(new DataInputStream(socket.getInputStream()).readUTF());
                if (!text.join().equals(ImageReceiver.OK)) {
                    socket.close();
                }
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        }

        void require(ImageRoute way) throws IOException, CommandRefused {
            try {
                throwIfRefusal(text.get(), way);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage() == null ? "it does not answer"
                        : e.getCause().getMessage(), e);
            }
        }

        /** After a write has failed. */
        void throwIfThere(ImageRoute way) throws CommandRefused {
            if (text.isDone() && !text.isCompletedExceptionally()) {
                throwIfRefusal(text.join(), way);
            }
        }

        private static void throwIfRefusal(String answer, ImageRoute way) throws CommandRefused {
            if (!answer.equals(ImageReceiver.OK)) {
                throw new CommandRefused("%s does not take the image: %s".formatted(way.address(), answer));
            }
        }
    }

    private Socket connect(ImageRoute way) throws IOException {
        Socket plain = new Socket();
        try {
            int port = way.peerKey().isPresent() ? ImageReceiver.ENCRYPTED_PORT : ImageReceiver.PORT;
            plain.connect(new InetSocketAddress(way.address(), port), (int) PATIENCE.toMillis());
            if (way.peerKey().isEmpty()) {
                return plain;
            }
            SSLSocket encrypted = (SSLSocket) key.context().getSocketFactory().createSocket(plain, way.address(), port,
                    true);
            encrypted.startHandshake();
            if (!ImageKey.peer(encrypted).equals(way.peerKey().get())) {
                throw new IOException("the server there has another key than the one it should have");
            }
            return encrypted;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static long send(Path file, ByteSelection selection, DataOutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            List<ByteRun> runs = selection.runs(file);
            out.writeUTF(file.getFileName().toString());
            out.writeInt(runs.size());
            long bytes = 0;
            for (ByteRun run : runs) {
                out.writeLong(run.source());
                out.writeLong(run.length());
                if (run.isFresh()) {
                    copy(channel, run, out);
                    bytes += run.length();
                }
            }
            return bytes;
        }
    }

    private static void copy(FileChannel file, ByteRun run, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, run.length()));
        for (long at = run.start(); at < run.end();) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), run.end() - at));
            int n = file.read(buffer, at);
            if (n < 0) {
                throw new IOException("the image shrank while it was sent");
            }
            out.write(buffer.array(), 0, n);
            at += n;
        }
    }
}
