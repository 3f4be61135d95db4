package lifeboat.pmc.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ProcessBackend.Sent;
import lifeboat.pmc.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images on a real connection, whole, altered, cut short and unwanted. */
class ImageTransferTest {

    private static final Epoch EPOCH = new Epoch(7);
    private static final int DIGEST_BYTES = 32;

    @TempDir
    private Path folder;

    private Path incoming;
    private Path kept;
    private ImageReceiver receiver;

    @BeforeEach
    void listen() {
        incoming = folder.resolve("incoming");
        kept = folder.resolve("kept");
        receiver = new ImageReceiver("127.0.0.1", incoming, new ImageReceiver.Gate() {
            @Override
            public void admit(String process, Epoch epoch) throws RefusedException {
                if (!process.equals("video") || !epoch.equals(EPOCH)) {
                    throw new RefusedException("epoch %s of process %s is dead".formatted(epoch, process));
                }
            }

            @Override
            public void arrived(String process, Epoch epoch, Path arrived) throws RefusedException {
                try {
                    Files.move(arrived, kept);
                } catch (IOException e) {
                    throw new RefusedException(e.getMessage());
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
        try (var left = Files.list(incoming)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void carriesEveryFileButTheLogs() throws Exception {
        byte[] pages = new byte[3_000_000];
        new Random(1).nextBytes(pages);
        Path image = Files.createDirectory(folder.resolve("image"));
        Files.write(image.resolve("pages-1.img"), pages);
        Files.writeString(image.resolve("empty.img"), "");
        Files.writeString(image.resolve("dump.log"), "not for you");

        Sent sent = new ImageSender().send("video", EPOCH, image, "127.0.0.1");

        assertThat(sent.bytes()).isEqualTo(pages.length);
        assertThat(sent.sha256()).matches("[0-9a-f]{64}");
        assertThat(kept.resolve("pages-1.img")).hasBinaryContent(pages);
        assertThat(kept.resolve("empty.img")).isEmptyFile();
        assertThat(kept.resolve("dump.log")).doesNotExist();
    }

    @Test
    void refusesWhatNobodyWaitsFor() throws Exception {
        Path image = Files.createDirectory(folder.resolve("image"));
        Files.writeString(image.resolve("pages-1.img"), "pages");

        assertThatThrownBy(() -> new ImageSender().send("video", new Epoch(6), image, "127.0.0.1"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("epoch 6 of process video is dead");
        assertThat(kept).doesNotExist();
    }

    @Test
    void refusesAnImageThatWasAltered() throws Exception {
        assertThat(send(altered(message("pages-1.img", "pages")))).startsWith("the image of process video is not what was sent");
        assertThat(kept).doesNotExist();
    }

    @Test
    void keepsNothingOfAnImageThatWasCutShort() throws Exception {
        byte[] whole = message("pages-1.img", "x".repeat(100_000));

        assertThat(send(Arrays.copyOf(whole, whole.length / 2))).isEmpty();
        assertThat(kept).doesNotExist();
    }

    @Test
    void writesNowhereElse() throws Exception {
        assertThat(send(message("../../etc/passwd", "root")))
                .isEqualTo("'../../etc/passwd' is no name of a file in an image");
        assertThat(kept).doesNotExist();
    }

    private static byte[] message(String file, String content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("video");
        out.writeLong(EPOCH.number());
        out.writeInt(1);
        out.writeUTF(file);
        out.writeLong(content.length());
        out.writeBytes(content);
        out.write(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        return bytes.toByteArray();
    }

    private static byte[] altered(byte[] message) {
        byte[] altered = message.clone();
        altered[altered.length - DIGEST_BYTES - 1] ^= 1;
        return altered;
    }

    /** @return the receiver's answer; empty if it gave none */
    private static String send(byte[] message) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ImageReceiver.PORT)) {
            socket.getOutputStream().write(message);
            socket.shutdownOutput();
            return new DataInputStream(socket.getInputStream()).readUTF();
        } catch (EOFException e) {
            return "";
        }
    }
}
