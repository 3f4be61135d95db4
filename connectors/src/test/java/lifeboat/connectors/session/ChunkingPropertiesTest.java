package lifeboat.connectors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.terminal.PromptCertainty;
import lifeboat.connectors.terminal.Prompts;
import lifeboat.connectors.terminal.Screen;
import lifeboat.connectors.transcript.Exchange;
import lifeboat.connectors.transcript.Transcript;
import lifeboat.connectors.transport.Deadline;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a network cuts what a recorded device printed, it is read the same. */
class ChunkingPropertiesTest {

    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");

    /** What a device printed to one line, and what is made of it. */
    record Answer(String transcript, Platform platform, String printed, List<String> promptsBefore) {

        @Override
        public String toString() {
            return transcript + ": " + printed;
        }
    }

    @Provide
    Arbitrary<Answer> answers() throws IOException {
        try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
            List<Answer> answers = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                Transcript transcript = Transcript.read(file);
                Platform platform = new DeviceDefinitions().get(transcript.platform());
                List<String> before = new ArrayList<>();
                for (String printed : transcript.exchanges().stream().map(Exchange::received)
                        .filter(Objects::nonNull).toList()) {
                    answers.add(new Answer(file.getFileName().toString(), platform, printed, List.copyOf(before)));
                    before.add(printed);
                }
            }
            return Arbitraries.of(answers);
        }
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 2000)
    void aDeviceIsNeverInterruptedAndSaysTheSame(@ForAll("answers") Answer answer,
            @ForAll("cuts") List<Integer> cuts) throws IOException {
        byte[] bytes = answer.printed().getBytes(StandardCharsets.UTF_8);
        Prompts prompts = prompts(answer);
        Screen screen = new Screen();
        int from = 0;
        for (int i = 0; from < bytes.length; i++) {
            int to = Math.min(bytes.length, from + cuts.get(i % cuts.size()));
            screen.received(bytes, from, to - from);
            from = to;
            if (!isBlank(bytes, from)) {
                assertThat(sight(screen, prompts)).isNotEqualTo(PromptCertainty.CERTAIN);
            }
        }

        Screen whole = new Screen();
        whole.received(bytes, 0, bytes.length);
        assertThat(screen.text()).isEqualTo(whole.text());
        assertThat(sight(screen, prompts)).isEqualTo(sight(whole, prompts)).isNotEqualTo(PromptCertainty.NO);
    }

    private static Prompts prompts(Answer answer) throws IOException {
        Prompts prompts = new Prompts(answer.platform().definition());
        for (String before : answer.promptsBefore()) {
            Screen screen = new Screen();
            screen.received(before.getBytes(StandardCharsets.UTF_8), 0,
                    before.getBytes(StandardCharsets.UTF_8).length);
            prompts.learn(screen.text());
        }
        return prompts;
    }

    private static boolean isBlank(byte[] bytes, int from) {
        return new String(Arrays.copyOfRange(bytes, from, bytes.length), StandardCharsets.UTF_8).isBlank();
    }

    private static PromptCertainty sight(Screen screen, Prompts prompts) throws IOException {
        List<PromptCertainty> seen = new ArrayList<>();
        Optional<String> none = screen.poll(tail -> {
            PromptCertainty answered = prompts.answered(tail);
            seen.add(answered != PromptCertainty.NO ? answered : prompts.greeted(tail));
            return PromptCertainty.NO;
        }, Deadline.in(Duration.ZERO));
        assertThat(none).isEmpty();
        return seen.get(0);
    }
}
