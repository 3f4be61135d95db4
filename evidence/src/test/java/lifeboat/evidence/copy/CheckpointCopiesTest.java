package lifeboat.evidence.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.EvidenceLog;
import lifeboat.evidence.time.LocalTimeStampAuthority;
import lifeboat.evidence.verify.LogVerification;
import lifeboat.evidence.verify.Trust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCopiesTest {

    @TempDir
    private Path temp;

    private Path checkpoint() throws Exception {
        try (EvidenceLog log = EvidenceLog.open(temp.resolve("evidence"), "lifeboat/test", Clock.systemUTC())) {
            log.append("1", EntryKind.COMMAND, Map.of());
            return log.checkpoint().orElseThrow();
        }
    }

    private List<String> faults(String sentAway, LocalTimeStampAuthority authority) throws Exception {
        return LogVerification.of(new EvidenceFolder(temp.resolve("evidence")), new Trust(Optional.empty(),
                List.of(sentAway), List.of(authority.certificate()))).faults();
    }

    @Test
    void arriveInAFileAtAWebhookAndAtASyslogServerWhoeverElseDoesNotAnswer() throws Exception {
        CompletableFuture<String> posted = new CompletableFuture<>();
        HttpServer webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            posted.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        webhook.start();
        Path file = temp.resolve("elsewhere.txt");
        Path note = checkpoint();
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                LocalTimeStampAuthority authority = new LocalTimeStampAuthority()) {
            syslog.setSoTimeout(10_000);
            try (CheckpointCopies copies = new CheckpointCopies(List.of(URI.create("http://127.0.0.1:1/"),
                    file.toUri(), URI.create("http://127.0.0.1:" + webhook.getAddress().getPort() + "/"),
                    URI.create("syslog://127.0.0.1:" + syslog.getLocalPort())),
                    Optional.of(authority.address()))) {
                copies.send(note);
            }
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            syslog.receive(packet);
            String logged = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);

            assertThat(posted.get(10, TimeUnit.SECONDS)).isEqualTo(Files.readString(note));
            assertThat(logged).startsWith("<133>1 ").contains("lifeboat/test\\n1\\n");
            assertThat(faults(logged, authority)).isEmpty();
            assertThat(faults(Files.readString(file), authority)).isEmpty();
            assertThat(EvidenceFolder.timeStampOf(note)).exists();
        } finally {
            webhook.stop(0);
        }
    }

    @Test
    void showATimeStampOfAnotherCheckpointAndOneByAnotherAuthority() throws Exception {
        try (LocalTimeStampAuthority authority = new LocalTimeStampAuthority();
                LocalTimeStampAuthority other = new LocalTimeStampAuthority()) {
            Path note = checkpoint();
            try (CheckpointCopies copies = new CheckpointCopies(List.of(), Optional.of(authority.address()))) {
                copies.send(note);
            }
            String text = Files.readString(note);

            assertThat(faults(text, authority)).isEmpty();
            assertThat(faults(text, other)).singleElement().asString().contains("which is not trusted");
            Path second = checkpoint();
            Files.copy(EvidenceFolder.timeStampOf(note), EvidenceFolder.timeStampOf(second));
            assertThat(faults(text, authority)).containsExactly(
                    "The time stamp of checkpoint 000000000002.note: The time stamp is for something else.");
        }
    }

    @Test
    void goNowhereWithoutAnAddress() {
        assertThatThrownBy(() -> new CheckpointCopies(List.of(URI.create("ftp://x/")), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'ftp://x/' is no place");
        assertThatThrownBy(() -> new CheckpointCopies(List.of(URI.create("evidence.txt")), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
