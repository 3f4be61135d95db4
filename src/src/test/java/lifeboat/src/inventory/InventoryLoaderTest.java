package lifeboat.src.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.session.DeviceAddress;
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
        "  vlans: 100-119                | vlans: 100-5000          | 32 | migration: vlans '100-5000' is not a range within 1-4094",
        "  vlans: 100-119                | encrypted: maybe         | 32 | migration: encrypted 'maybe' is not yes or no",
        "  vlans: 100-119                | vlans: 1-119             | 32 | migration: vlans 1-119 overlap VLAN 1 of site main",
        "    password: env:HOME          | password: hunter2        | 42 | device cp1: password 'hunter2' is not a reference to a secret: env:NAME or file:PATH",
        "    password: env:HOME          | password: env:NO_SUCH    | 42 | device cp1: the password is missing: environment variable NO_SUCH is not set",
        "    platform: gmpls_cp          | platform: cisco_99       | 37 | device cp1: platform 'cisco_99' is not a platform there is a definition for",
        "    port: 2302                  | port: 2303               | 44 | device cp2 has the same host and port as device cp1",
        "devices:                         | decives:                 | 34 | the inventory has an unknown key 'decives'"})
    void namesTheFaultAndItsLine(String text, String fault, int line, String sentence) throws IOException {
        String original = valid.lines().filter(l -> l.strip().equals(text.strip())).findFirst().orElseThrow();
        String broken = valid.replaceFirst("(?m)^" + Pattern.quote(original) + "$",
                original.replace(original.strip(), fault.strip()));

        assertThat(faults(broken)).contains("%s:%d: %s.".formatted(folder.resolve("inventory.yaml"), line, sentence));
    }

    @Test
    void wantsAHostKeyForSsh() throws IOException {
        assertThat(faults(valid.replaceAll("(?m)^    host-key: .*\n", ""))).anyMatch(fault ->
                fault.contains("device cp2 has no 'host-key'"));
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
        assertThat(e.faults()).singleElement().asString().contains("nowhere.yaml: the inventory cannot be read");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("inventory.yaml"), text);
    }

    private List<String> faults(String text) throws IOException {
        Path file = file(text);
        return catchThrowableOfType(InventoryException.class, () -> loader.load(file)).faults();
    }
}
