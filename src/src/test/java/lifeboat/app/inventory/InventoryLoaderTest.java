package lifeboat.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.workers.inventory.Inventory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryLoaderTest {

    @TempDir
    private Path folder;

    private final InventoryLoader loader = new InventoryLoader(new DeviceDefinitions());
    private String valid;

    @BeforeEach
    void writeSecret() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "xyzzy\n");
        valid = new String(getClass().getResourceAsStream("/inventory.yaml").readAllBytes())
                .replace("file:secret", "file:" + secret);
    }

    @Test
    void readsWhatIsThere() throws Exception {
        Inventory inventory = loader.load(file(valid));

        assertThat(inventory.sites().get("main").server().migrationAddress()).isEqualTo("10.100.0.1");
        assertThat(inventory.services().get("video").virtualIp()).isEqualTo("192.168.2.1");
        assertThat(inventory.migration().lastVlan()).isEqualTo(119);
        assertThat(inventory.devices().get("nagw").protocol()).isEqualTo(DeviceAddress.Protocol.SSH);
        assertThat(inventory.toString()).doesNotContain("xyzzy");
    }

    /** A text of the valid file, what is put in its place, the line of the fault, and what is said about it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "    vlan: 1                     | vlan: 5000               | 3  | site main: vlan '5000' is not a number from 1 to 4094",
        "    vlan: 1                     | vlan: 0                  | 3  | site main: vlan '0' is not a number from 1 to 4094",
        "    cp-device: cp1              | cp-device: cp9           | 4  | site main: cp-device 'cp9' is not a CP-device of this inventory",
        "    cp-device: cp1              | cp-device: nagw          | 4  | site main: cp-device 'nagw' is not a CP-device of this inventory",
        "    cp-device: cp1              | pc-device: cp1           | 4  | site main has an unknown key 'pc-device'",
        "    server: server2             | server: server1          | 1  | sites main and backup have the same server",
        "    migration-address: 10.100.0.1 | migration-address: 10.100.0.300 | 17 | server server1: migration-address '10.100.0.300' is not an IPv4 address",
        "    migration-address: 10.100.0.2 | migration-address: 10.100.0.1 | 20 | server server2: migration-address 10.100.0.1 is already the address of server server1",
        "    virtual-ip: 192.168.2.1     | virtual-ip: 10.100.0.2   | 25 | service video: virtual-ip 10.100.0.2 is already the address of server server2",
        "    nagw: nagw                  | gateway: nagw            | 27 | service video has an unknown key 'gateway'",
        "    nagw: nagw | nagw: nagw\\n  audio:\\n    process: video\\n    virtual-ip: 192.168.2.9\\n    user-group: x\\n    nagw: nagw | 22 | services video and audio have the same process",
        "    nagw: nagw | nagw: nagw\\n  audio:\\n    process: audio\\n    virtual-ip: 192.168.2.9\\n    user-group: users\\n    nagw: nagw | 22 | services video and audio have the same user group",
        "  vlans: 100-119                | vlans: 100-5000          | 32 | migration: vlans '100-5000' is not a range within 1-4094",
        "  vlans: 100-119                | encrypted: maybe         | 32 | migration: encrypted 'maybe' is not yes or no",
        "  vlans: 100-119                | vlans: 1-119             | 32 | migration: vlans 1-119 overlap VLAN 1 of site main",
        "    password: env:HOME          | password: hunter2        | 42 | device cp1: password is not a reference to a secret: env:NAME or file:PATH",
        "    password: env:HOME          | password: env:NO_SUCH    | 42 | device cp1: the password is missing: environment variable NO_SUCH is not set",
        "    platform: gmpls_cp          | platform: cisco_99       | 37 | device cp1: platform 'cisco_99' is not a platform there is a definition for",
        "    platform: gmpls_cp          | platform: ios_like | 37 | device cp1: platform ios_like cannot be a cp-device by telnet: it has no operation find_light_path, create_light_path, delete_light_path",
        "    port: 2302                  | port: 2302\\n    host-key: x | 41 | device cp1: 'host-key' is for SSH, and it is reached by Telnet",
        "    port: 2302                  | port: 2302\\n    jump: nagw | 41 | device cp1: 'jump' is for SSH, and it is reached by Telnet",
        "    port: 2303                  | port: 2303\\n    jump: nagw | 49 | device cp2: jump 'nagw' is not a jump-host of this inventory",
        "    port: 2303                  | port: 2303\\n    legacy-algorithms: some | 49 | device cp2: legacy-algorithms 'some' is not yes or no",
        "    port: 2303                  | port: 2303\\n    private-key: nowhere | 49 | device cp2: the private key is missing: file nowhere cannot be read",
        "    port: 2303                  | port: 2303\\n    known-hosts: nowhere | 49 | device cp2: the file of known hosts is missing: file nowhere cannot be read",
        "    port: 2303                  | port: 2303\\n    secrets: {enable: hunter2} | 49 | device cp2: secrets: enable is not a reference to a secret: env:NAME or file:PATH",
        "    port: 2302                  | port: 2303               | 44 | device cp2 has the same host and port as device cp1",
        "devices:                         | decives:                 | 34 | the inventory has an unknown key 'decives'"})
    void namesTheFaultAndItsLine(String text, String fault, int line, String sentence) throws IOException {
        String original = valid.lines().filter(l -> l.strip().equals(text.strip())).findFirst().orElseThrow();
        String broken = valid.replaceFirst("(?m)^" + Pattern.quote(original) + "$",
                original.replace(original.strip(), fault.strip().replace("\\n", "\n")));

        assertThat(faults(broken)).contains("%s:%d: %s.".formatted(folder.resolve("inventory.yaml"), line, sentence));
    }

    @Test
    void wantsAHostKeyForSsh() throws IOException {
        assertThat(faults(valid.replaceAll("(?m)^    host-key: .*\n", ""))).anyMatch(fault ->
                fault.contains("device cp2 has no 'host-key'"));
    }

    private String withJumpHosts(String jumpOfFirst) {
        String host = """
                  %s:
                    role: jump-host
                    protocol: ssh
                    host: 127.0.0.1
                    port: %d
                    username: mcs
                    agent: /run/agent
                    host-key: "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    %s
                """;
        return valid.replace("    port: 2303\n", "    port: 2303\n    jump: gate1\n").replace("devices:\n", "devices:\n"
                + host.formatted("gate1", 2401, jumpOfFirst).indent(2).replaceAll("(?m)^ {2}", "")
                + host.formatted("gate2", 2402, "legacy-algorithms: yes").indent(2).replaceAll("(?m)^ {2}", ""));
    }

    @Test
    void reachesADeviceThroughJumpHosts() throws Exception {
        DeviceAddress device = loader.load(file(withJumpHosts("jump: gate2"))).devices().get("cp2");

        assertThat(device.trust().jump().name()).isEqualTo("gate1");
        assertThat(device.trust().jump().login().agent()).hasToString("/run/agent");
        assertThat(device.trust().jump().trust().jump().trust().legacyAlgorithms()).isTrue();
    }

    @Test
    void wantsAJumpHostThatIsReachedBySsh() throws Exception {
        assertThat(faults(withJumpHosts("jump: gate2").replaceFirst("(?s)(gate1:.*?)protocol: ssh",
                "$1protocol: netconf"))).anyMatch(fault ->
                fault.endsWith("device gate1: a jump-host is reached by ssh, not by netconf."));
    }

    @Test
    void refusesAWayThatLeadsThroughItself() throws Exception {
        assertThat(faults(withJumpHosts("jump: gate1"))).anyMatch(fault ->
                fault.contains("device gate1 is reached through itself"));
    }

    @Test
    void readsDefinitionsBesideTheInventory() throws Exception {
        Path own = Files.createDirectories(folder.resolve("definitions")).resolve("acme.yaml");
        Files.writeString(own.resolveSibling("acme.operations.yaml"), "operations: {find_vlan: {send: [a], read: "
                + "'(?<vlan>.)(?<name>.)'}, create_vlan: {send: [b]}, delete_vlan: {send: [c]}}");
        String acme = "prompt_pattern: '^x#$'\ndefault_mode: x\nmodes: [{name: x, prompt_pattern: '^x#$'}]\n";
        Files.writeString(own, acme);
        Path inventory = file(valid.replace("platform: vlan_switch", "platform: acme"));
        InventoryLoader withOwn = new InventoryLoader(DeviceDefinitions.beside(inventory));

        assertThat(withOwn.load(inventory).devices().get("l2sw1").platform()).isEqualTo("acme");

        Files.writeString(own, acme.replace("'^x#$'}", "'^(x#$'}"));
        assertThat(catchThrowableOfType(InventoryException.class, () -> new InventoryLoader(
                DeviceDefinitions.beside(inventory)).load(inventory)).faults()).anyMatch(fault -> fault.matches(
                ".*inventory.yaml:\\d+: device l2sw1: The device definition acme.yaml:3 cannot be read: "
                + "'\\^\\(x#\\$' is no regular expression: .*"));
    }

    @Test
    void readsWhatPortsAreCalledWhereThePlatformWantsToKnow() throws Exception {
        Path own = Files.createDirectories(folder.resolve("definitions")).resolve("acme.yaml");
        Files.writeString(own, "prompt_pattern: '^x#$'\ndefault_mode: x\nmodes: [{name: x, prompt_pattern: '^x#$'}]\n");
        Files.writeString(own.resolveSibling("acme.operations.yaml"), "operations: {find_vlan: {send: [a], read: "
                + "'(?<vlan>.)(?<name>.)'}, create_vlan: {send: ['b {port_l1}']}, delete_vlan: {send: [c]}}");
        Path inventory = file(valid.replace("platform: vlan_switch", "platform: acme"));

        assertThat(catchThrowableOfType(InventoryException.class, () -> new InventoryLoader(
                DeviceDefinitions.beside(inventory)).load(inventory)).faults()).anyMatch(found -> found.contains(
                "device l2sw1: platform acme wants to know its port 'l1': say what it is called there, as 'ports: {l1: "));

        file(valid.replace("platform: vlan_switch", "platform: acme\n    ports: {l1: Gi1/0/24}"));
        assertThat(new InventoryLoader(DeviceDefinitions.beside(inventory)).load(inventory).devices().get("l2sw1")
                .ports()).containsEntry("l1", "Gi1/0/24");

        file(valid.replace("platform: vlan_switch", "platform: acme\n    ports: {l1: 'Gi 1; reload'}"));
        assertThat(catchThrowableOfType(InventoryException.class, () -> new InventoryLoader(
                DeviceDefinitions.beside(inventory)).load(inventory)).faults()).anyMatch(found -> found.contains(
                "a port's name on the device, in one word"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "(?<vlan>.)(?<name>.) | (?<vlan>.)(.)  | 2 | find_vlan needs a field 'name' in its 'read', which has vlan",
        "send: [b]            | send: ['{id}'] | 3 | create_vlan has a placeholder {id}, and is given name, vlan",
        "send: [c]            | send: [{line: c, questions: [{asks: d, answer: '{to}'}]}] | 4 | delete_vlan has a placeholder {to}, and is given name, vlan"})
    void saysWhichOperationIsNotWhatItsRoleNeeds(String right, String wrong, int line, String fault) throws Exception {
        Path own = Files.createDirectories(folder.resolve("definitions")).resolve("acme.yaml");
        Files.writeString(own, "prompt_pattern: '^x#$'\ndefault_mode: x\nmodes: [{name: x, prompt_pattern: '^x#$'}]\n");
        Files.writeString(own.resolveSibling("acme.operations.yaml"), """
                operations:
                  find_vlan: {send: [a], read: '(?<vlan>.)(?<name>.)'}
                  create_vlan: {send: [b]}
                  delete_vlan: {send: [c]}
                """.replace(right, wrong));
        Path inventory = file(valid.replace("platform: vlan_switch", "platform: acme"));

        assertThat(catchThrowableOfType(InventoryException.class, () -> new InventoryLoader(
                DeviceDefinitions.beside(inventory)).load(inventory)).faults()).anyMatch(found -> found.contains(
                "device l2sw1: platform acme cannot be a l2sw by telnet: acme.operations.yaml:%d: %s".formatted(line,
                fault)));
    }

    @Test
    void findsAllFaultsAtOnce() throws IOException {
        assertThat(faults(valid.replace("vlan: 1\n", "vlan: 0\n").replace("vlan: 2\n", "vlan: x\n"))).hasSize(2);
    }

    @Test
    void saysWhereTheYamlBreaks() throws IOException {
        assertThat(faults("sites:\n  main: [\n")).singleElement().asString()
                .startsWith(folder.resolve("inventory.yaml") + ":3: this is not YAML");
    }

    @Test
    void saysThatThereIsNoFile() {
        InventoryException e = catchThrowableOfType(InventoryException.class,
                () -> loader.load(folder.resolve("nowhere.yaml")));
        assertThat(e.faults()).singleElement().asString().endsWith(
                "nowhere.yaml: there is no such inventory; --inventory names another.");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("inventory.yaml"), text);
    }

    private List<String> faults(String text) throws IOException {
        Path file = file(text);
        return catchThrowableOfType(InventoryException.class, () -> loader.load(file)).faults();
    }
}
