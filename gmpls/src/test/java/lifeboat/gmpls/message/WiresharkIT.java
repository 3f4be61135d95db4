package lifeboat.gmpls.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lifeboat.gmpls.object.Octets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others read in our messages: Wireshark's dissector, by Debian's tshark. */
class WiresharkIT {

    private final RsvpCodec codec = new RsvpCodec();

    @TempDir
    private Path folder;

    @BeforeEach
    void capture() throws IOException {
        List<byte[]> messages = new ArrayList<>(SampleMessages.all().stream().map(codec::encode).toList());
        messages.add(codec.encode(SampleMessages.authenticated(SampleMessages.sdhPath(), new Octets(new byte[16]))));
        messages.add(codec.encodeBundle(List.of(SampleMessages.sdhPath(), SampleMessages.sdhPath())));
        CaptureFile.write(folder.resolve("all.pcap"), SampleMessages.address("10.0.12.1"),
                SampleMessages.address("10.0.12.2"), messages);
    }

    private String tshark(String... options) throws IOException {
        List<String> command = Stream.concat(Stream.of("tshark", "-r", folder.resolve("all.pcap").toString()),
                Arrays.stream(options)).toList();
        Process tshark = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void findsNothingMalformed() throws IOException {
        assertThat(tshark("-Y", "_ws.malformed || _ws.expert")).isEmpty();
        assertThat(tshark("-V")).doesNotContainIgnoringCase("malformed").doesNotContainIgnoringCase("incorrect");
    }

    /** CAPABILITY and RecoveryPath of RFC 5063, and the type of the label request for packets. */
    @Test
    void knowsEverythingButWhatItDoesNotKnowOfAnybodys() throws IOException {
        assertThat(tshark("-V").lines().map(String::strip).filter(line -> line.toLowerCase(Locale.ROOT)
                .contains("unknown")).filter(line -> !line.startsWith("Resource ReserVation")))
                .containsExactlyInAnyOrder("C-Type: Unknown (1)", "Unknown object", "Object class: Unknown (134)",
                        "RSVP Header. Unknown Message (30).", "Message Type: Unknown (30)");
    }

    @Test
    void readsEachKindOfMessage() throws IOException {
        assertThat(tshark("-T", "fields", "-e", "rsvp.msg").lines().flatMap(line -> Stream.of(line.split(","))))
                .containsAll(Arrays.stream(MessageType.values()).map(type -> String.valueOf(type.number())).toList());
    }
}
