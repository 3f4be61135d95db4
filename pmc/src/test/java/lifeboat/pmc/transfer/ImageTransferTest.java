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
import java.util.Optional;
import java.util.Random;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ImageRoute;
import lifeboat.pmc.ProcessBackend;
import lifeboat.pmc.ProcessBackend.Sent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images on a real connection, whole, altered, cut short and unwanted. */
class ImageTransferTest {

    private static final ProcessBackend.HandOver NOBODY = () -> { };
    private static final Epoch EPOCH = new Epoch(7, "");
    private static final int DIGEST_BYTES = 32;
    private static final int PAGE = 4096;
    private static final ImageRoute PLAIN = new ImageRoute("127.0.0.1", 0, Optional.empty());

    private static ImageKey sourceKey;
    private static ImageKey targetKey;

    @TempDir
    private Path folder;

    private Path incoming;
    private Path kept;
    private Path first;
    private String firstSha256;
    private Optional<String> lastSender;
    private int unwantedAfter;
    private ImageReceiver receiver;

    @BeforeAll
    static void makeKeys(@TempDir Path keys) throws IOException {
        sourceKey = ImageKey.in(Files.createDirectories(keys.resolve("source")));
        targetKey = ImageKey.in(Files.createDirectories(keys.resolve("target")));
    }

    @BeforeEach
    void listen() {
        incoming = folder.resolve("incoming");
        kept = folder.resolve("kept");
        first = folder.resolve("first");
        receiver = new ImageReceiver("127.0.0.1", incoming, targetKey, new ImageReceiver.Gate() {
            @Override
            public void admit(String process, Epoch epoch, Optional<String> sender) throws CommandRefused {
                lastSender = sender;
                if (unwantedAfter > 0 && --unwantedAfter == 0) {
                    throw new CommandRefused("the operator aborted");
                }
                if (!process.equals("video") || !epoch.equals(EPOCH)) {
                    throw new CommandRefused("epoch %s of process %s is dead".formatted(epoch, process));
                }
            }

            @Override
            public Path known(String process, Epoch epoch, String sha256) throws CommandRefused {
                if (!sha256.equals(firstSha256)) {
                    throw new CommandRefused("the first image of process %s is not here".formatted(process));
                }
                return first;
            }

            @Override
            public void arrived(ImageReceiver.Arrival arrival) throws CommandRefused {
                try {
                    Files.move(arrival.folder(), arrival.part() == ImagePart.FIRST ? first : kept);
                    firstSha256 = arrival.part() == ImagePart.FIRST ? arrival.sha256() : firstSha256;
                } catch (IOException e) {
                    throw new CommandRefused(e.getMessage());
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

    /** Its ports are free when it says that it is closed. */
    @Test
    void canBeOpenedAgainAtOnce() throws Exception {
        for (int i = 0; i < 200; i++) {
            receiver.close();
            listen();
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

        Sent sent = send(EPOCH, image);

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

        assertThatThrownBy(() -> send(new Epoch(6, ""), image))
                .isInstanceOf(CommandRefused.class).hasMessageContaining("epoch 6 of process video is dead");
        assertThat(kept).doesNotExist();
    }

    @Test
    void tellsTheSenderWhyInTheMiddleOfALargeImage() throws Exception {
        Image image = image("image", random(30_000_000));
        unwantedAfter = 3;

        assertThatThrownBy(() -> send(EPOCH, image.folder())).isInstanceOf(CommandRefused.class)
                .hasMessageContaining("127.0.0.1 does not take the image: the operator aborted");
        assertThat(kept).doesNotExist();
    }

    @Test
    void carriesAnImageEncryptedBetweenKeysThatKnowEachOther() throws Exception {
        Image image = image("image", random(300_000));

        ImageRoute way = new ImageRoute("127.0.0.1", 0, Optional.of(targetKey.fingerprint()));
        new ImageSender(sourceKey).send("video", EPOCH, ImagePart.LAST, image, ByteSelection.WHOLE, way, NOBODY);

        assertThat(lastSender).contains(sourceKey.fingerprint());
        assertThat(kept.resolve("pages-1.img")).hasSameBinaryContentAs(image.folder().resolve("pages-1.img"));
    }

    @Test
    void sendsNothingToAServerWithAnotherKey() throws Exception {
        Image image = image("image", random(1000));
        ImageRoute way = new ImageRoute("127.0.0.1", 0, Optional.of(sourceKey.fingerprint()));

        assertThatThrownBy(() -> new ImageSender(sourceKey).send("video", EPOCH, ImagePart.LAST, image,
                ByteSelection.WHOLE,
                way, NOBODY)).isInstanceOf(CommandRefused.class).hasMessageContaining("another key");
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

    @Test
    void carriesOnlyWhatChangedSinceTheFirstImage() throws Exception {
        byte[] pages = random(1_000_000);
        KnownImage known = sendFirst(pages);
        byte[] later = pages.clone();
        later[5 * PAGE + 17] ^= 1;
        later[later.length - 1] ^= 1;

        Sent sent = send(known, later);

        assertThat(sent.bytes()).isEqualTo(PAGE + later.length % PAGE);
        assertThat(kept.resolve("pages-1.img")).hasBinaryContent(later);
    }

    @Test
    void findsPagesThatMoved() throws Exception {
        byte[] pages = random(100 * PAGE);
        KnownImage known = sendFirst(pages);
        byte[] mapped = random(3 * PAGE);
        ByteArrayOutputStream later = new ByteArrayOutputStream();
        later.write(pages, 0, 10 * PAGE);
        later.write(mapped);
        later.write(pages, 10 * PAGE, 90 * PAGE);

        Sent sent = send(known, later.toByteArray());

        assertThat(sent.bytes()).isEqualTo(3 * PAGE);
        assertThat(kept.resolve("pages-1.img")).hasBinaryContent(later.toByteArray());
    }

    @Test
    void refusesChangesToAnImageThatIsNotHere() throws Exception {
        KnownImage known = sendFirst(random(10 * PAGE));
        firstSha256 = "another";

        assertThatThrownBy(() -> send(known, random(10 * PAGE))).isInstanceOf(CommandRefused.class)
                .hasMessageContaining("the first image of process video is not here");
        assertThat(kept).doesNotExist();
    }

    @Test
    void takesNoLogs() throws Exception {
        assertThat(send(message("fetch.pid.log", "1"))).isEqualTo("'fetch.pid.log' is no name of a file in an image");
        assertThat(kept).doesNotExist();
    }

    private KnownImage sendFirst(byte[] pages) throws Exception {
        Image image = image("first-image", pages);
        Sent sent = new ImageSender(sourceKey).send("video", EPOCH, ImagePart.FIRST, image, ByteSelection.WHOLE, PLAIN,
                NOBODY);
        return new KnownImage(EPOCH, sent.sha256(), image);
    }

    private Sent send(KnownImage known, byte[] pages) throws Exception {
        return new ImageSender(sourceKey).send("video", EPOCH, ImagePart.LAST, image("last-image", pages), known,
                PLAIN, NOBODY);
    }

    private static Sent send(Epoch epoch, Path image) throws Exception {
        return new ImageSender(sourceKey).send("video", epoch, ImagePart.LAST, new Image(image), ByteSelection.WHOLE,
                PLAIN, NOBODY);
    }

    private Image image(String name, byte[] pages) throws IOException {
        Path image = Files.createDirectory(folder.resolve(name));
        Files.write(image.resolve("pages-1.img"), pages);
        return new Image(image);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] message(String file, String content) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("video");
        out.writeUTF(EPOCH.toString());
        out.writeUTF(ImagePart.LAST.name());
        out.writeUTF("");
        out.writeInt(1);
        out.writeUTF(file);
        out.writeInt(1);
        out.writeLong(ByteRun.FRESH);
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
