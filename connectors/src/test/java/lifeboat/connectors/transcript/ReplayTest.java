package lifeboat.connectors.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.transcript.Replay.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private final DeviceDefinitions definitions = new DeviceDefinitions();

    @TempDir
    private Path folder;

    private List<Step> replayed(String name) throws IOException, SessionException {
        Transcript transcript = transcript(name);
        return new Replay(definitions.get(transcript.platform()), transcript).steps();
    }

    private static Transcript transcript(String name) throws IOException {
        return Transcript.read(Path.of("src/test/resources/transcripts", name + ".yaml"));
    }

    private static String answer(List<Step> steps, String line) {
        return steps.stream().filter(step -> step.line().startsWith(line)).map(Step::answer).findFirst().orElseThrow();
    }

    @Test
    void understandsARouterOfFrr() throws Exception {
        List<Step> steps = replayed("frr-telnet");

        assertThat(steps).extracting(Step::mode).startsWith("privileged_exec", "privileged_exec", "configuration")
                .endsWith("privileged_exec");
        assertThat(answer(steps, "show running-config")).startsWith("Current configuration:").endsWith("end");
        assertThat(steps).filteredOn(step -> step.failure().isPresent()).extracting(Step::line)
                .containsExactly("show nonsense");
    }

    @Test
    void understandsAnOldSwitch() throws Exception {
        List<Step> steps = replayed("old-switch");

        assertThat(answer(steps, "show log"))
                .isEqualTo("one#\ntwo > three\nfour\n%LINK-3-UPDOWN: Gi0/1 down");
        assertThat(answer(steps, "show a line that is much longer")).isEqualTo("Zürich");
        assertThat(answer(steps, "interface 1")).isEmpty();
        assertThat(steps).extracting(Step::prompt).contains("sw-new(config-if)#").endsWith("sw-new#");
    }

    @Test
    void understandsPromptsOfSeveralLines() throws Exception {
        List<Step> steps = replayed("junos-like");

        assertThat(answer(steps, "show version")).isEqualTo("Hostname: cp9\nModel: mx204\nJunos: 22.4R1.10");
        assertThat(steps).extracting(Step::prompt).contains("{master:0}[edit]\nmcs@cp9#").endsWith(
                "{master:0}\nmcs@cp9>");
    }

    @Test
    void saysWhereADefinitionDoesNotFit() throws Exception {
        Platform other = definitions.get("lifeboat_pmc");

        assertThatThrownBy(() -> new Replay(other, transcript("frr-vtysh")).steps())
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("after 'vm#', '' is sent where the recording has 'terminal length 0'");
    }

    @Test
    void recordsWithoutSecretsWhatItCanReplay() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "hush\n");
        DeviceAddress device = new DeviceAddress("sw1", "ios_like", DeviceAddress.Protocol.TELNET, "nowhere", 1,
                new Login("mcs", new SecretReference("file:" + password), null, null, Map.of()), null);
        Recorder recorder = new Recorder(device);
        Transcript old = new Transcript("ios_like", transcript("old-switch").exchanges().stream()
                .map(exchange -> "***".equals(exchange.sent()) ? Exchange.ofSent("hush") : exchange).toList());
        CliSession session = CliSession.open(device, definitions.get("ios_like"), command -> { },
                recorder.listeningTo(receiver -> new ReplayedTransport(old, receiver, List::of,
                        line -> line.endsWith("#"))));
        session.run("show log");
        Path file = folder.resolve("transcript.yaml");
        recorder.transcript().write(file);

        assertThat(file).content().contains("sent: \"***\"").doesNotContain("hush");
        List<Step> steps = new Replay(definitions.get("ios_like"), Transcript.read(file)).steps();
        assertThat(answer(steps, "show log")).contains("two > three");
    }

    @Test
    void refusesWhatIsNoTranscript() throws Exception {
        Path file = Files.writeString(folder.resolve("x.yaml"), "platform: ios_like\nexchanges: [{both: 1}]\n");
        assertThatThrownBy(() -> Transcript.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("The transcript .*x.yaml:2 cannot be read: it has an unknown key 'both'\\.");
        Files.writeString(file, "platform: ios_like\nexchanges: []\n");
        assertThatThrownBy(() -> Transcript.read(file)).hasMessageContaining("it needs exchanges");
    }
}
