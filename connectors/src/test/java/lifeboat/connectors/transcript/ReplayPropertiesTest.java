package lifeboat.connectors.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a network cuts a whole recorded session, its lines, answers, prompts and modes are the same. */
class ReplayPropertiesTest {

    @Provide
    Arbitrary<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/transcripts"))) {
            return Arbitraries.of(files.sorted().toList());
        }
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 25)
    void aSessionGoesTheSameWay(@ForAll("transcripts") Path file, @ForAll("cuts") List<Integer> cuts)
            throws IOException, SessionException {
        Transcript transcript = Transcript.read(file);
        Platform platform = new DeviceDefinitions().get(transcript.platform());

        assertThat(new Replay(platform, transcript, bytes -> packets(bytes, cuts)).steps())
                .isEqualTo(new Replay(platform, transcript).steps());
    }

    private static List<byte[]> packets(byte[] bytes, List<Integer> cuts) {
        List<byte[]> packets = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < bytes.length; i++) {
            int to = Math.min(bytes.length, from + cuts.get(i % cuts.size()));
            packets.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return packets;
    }
}
