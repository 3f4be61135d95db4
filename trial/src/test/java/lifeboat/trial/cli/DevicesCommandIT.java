package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lifeboat.trial.lab.LabProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator learns of the simulated lab's devices before relying on them. */
class DevicesCommandIT {

    @TempDir
    private Path folder;

    private LabProcess lab;

    @BeforeEach
    void start() throws Exception {
        lab = LabProcess.start(folder.resolve("lab"), 0.1);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    private Command.Result devices(String command, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"devices", command, "--inventory", lab.inventory().toString()}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Command.run(folder, all);
    }

    @Test
    void checksEveryDevice() throws Exception {
        Command.Result result = devices("check");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines().map(line -> line.replaceAll(" +", " "))).contains(
                "DEVICE PLATFORM PROTOCOL PROMPT MODE VERSION", "cp1 gmpls_cp telnet cp1# privileged_exec -",
                "pmc1 lifeboat_pmc ssh pmc1$ exec -");
    }

    @Test
    void saysWhichDeviceItCannotLogInTo() throws Exception {
        String inventory = Files.readString(lab.inventory());
        Path secret = Files.writeString(folder.resolve("wrong"), "marked-wrong-password\n");
        Files.writeString(lab.inventory(), inventory.replaceFirst("(?s)(cp1:.*?)password: file:\\S+",
                "$1password: file:" + secret));

        Command.Result result = devices("check", "cp1", "nagw");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).containsPattern("cp1 .*cannot log in: the device does not accept user mcs")
                .containsPattern("nagw .*privileged_exec").doesNotContain("marked-wrong-password");
    }

    @Test
    void refusesADeviceThatIsNotThere() throws Exception {
        Command.Result result = devices("check", "cp9");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).startsWith("There is no device 'cp9' in the inventory; it has ").hasLineCount(1);
    }

    @Test
    void recordsADeviceAndTriesADefinitionOnIt() throws Exception {
        Path transcript = folder.resolve("l2sw1.yaml");
        Command.Result recorded = devices("record", "l2sw1", "--output", transcript.toString(), "show vlan id 100",
                "no such command");

        assertThat(recorded.exitCode()).as(recorded.output()).isZero();
        assertThat(transcript).content().contains("sent: \"***\"").contains("VLAN 100 not found")
                .doesNotContain(Files.readString(folder.resolve("lab/lab-password")).strip());
        assertThat(devices("record", "l2sw1", "--output", transcript.toString()).exitCode()).isEqualTo(2);

        Path definitions = Path.of("../connectors/src/main/resources/definitions").toAbsolutePath();
        Command.Result fits = Command.run(folder, "devices", "test-definition",
                definitions.resolve("vlan_switch.yaml").toString(), "--transcript", transcript.toString());
        assertThat(fits.exitCode()).as(fits.output()).isZero();
        assertThat(fits.output()).contains("the device says no").endsWith("The definition understands the recording.\n");

        Command.Result other = Command.run(folder, "devices", "test-definition",
                definitions.resolve("lifeboat_pmc.yaml").toString(), "--transcript", transcript.toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.output()).startsWith("The definition does not fit the recording: ").hasLineCount(1);
    }

    @Test
    void refusesADefinitionThatCannotBeRead() throws Exception {
        Path definition = Files.writeString(folder.resolve("acme.yaml"), "prompt_pattern: '^(x#$'\n");
        Path transcript = Files.writeString(folder.resolve("t.yaml"), "x");

        Command.Result result = Command.run(folder, "devices", "test-definition", definition.toString(),
                "--transcript", transcript.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("acme.yaml:1 cannot be read: '^(x#$' is no regular expression")
                .hasLineCount(1);
    }
}
