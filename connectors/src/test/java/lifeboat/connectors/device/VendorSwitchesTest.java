package lifeboat.connectors.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.LayerTwoSwitch.Vlan;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The L2SWs of vendors, as far as what they say is known: replayed, never run on the devices. */
class VendorSwitchesTest {

    @TempDir
    private Path folder;

    /** Something to do with the switch. */
    @FunctionalInterface
    private interface Use {
        void of(LayerTwoSwitch client) throws Exception;
    }

    private void with(String platform, VendorSwitch device, Use use) throws Exception {
        try (TelnetPort port = new TelnetPort(device);
                DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), command -> { })) {
            DeviceAddress any = port.address(platform, new SecretReference("file:" + Files.writeString(
                    folder.resolve("password"), ScriptedDevice.PASSWORD + "\n")));
            Map<String, String> ports = new HashMap<>(VendorSwitch.PORTS);
            VendorSwitch.PORTS.forEach((name, shown) -> ports.put(name + "_shown", shown.replace("ethernet-", "GE")));
            DeviceAddress address = new DeviceAddress(any.name(), platform, any.protocol(), any.host(), any.port(),
                    any.login(), null, ports);
            use.of(new LayerTwoSwitch(sessions, address));
            if (device.says == null) {
                assertThat(sessions.saved().whyNot(address)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cisco_ios, false", "arista_eos, false", "juniper_junos, false", "huawei_vrp, false",
        "nokia_srlinux, false", "cisco_ios, true", "arista_eos, true", "juniper_junos, true", "huawei_vrp, true",
        "nokia_srlinux, true"})
    void carriesAMigrationsVlan(String platform, boolean pages) throws Exception {
        VendorSwitch device = VendorSwitch.of(platform);
        device.pages = pages;
        Vlan wanted = new Vlan(42, "m42", Set.of("server", "l1"));
        device.running.names.put("7", "others");
        device.running.add("7", "ethernet-1/2");
        with(platform, device, client -> {
            assertThat(client.findVlan(42)).isEmpty();
            client.ensureVlan(42, "m42");
            assertThat(client.findVlan(42)).contains(wanted);
            assertThat(device.saved.names).isEqualTo(device.running.names).containsEntry("7", "others");

            List<String> before = List.copyOf(device.lines);
            client.ensureVlan(42, "m42");
            assertThat(device.lines.subList(before.size(), device.lines.size())).noneMatch(line ->
                    line.contains("configure") || line.startsWith("set ") || line.startsWith("vlan "));

            device.running.remove("42", VendorSwitch.PORTS.get("l1"));
            assertThat(client.findVlan(42)).contains(new Vlan(42, "m42", Set.of("server")));
            client.ensureVlan(42, "m42");
            assertThat(client.findVlan(42)).contains(wanted);

            client.removeVlan(42, "m42");
            assertThat(client.findVlan(42)).isEmpty();
            assertThat(device.running.names).containsOnlyKeys("7");
            assertThat(device.saved.names).containsOnlyKeys("7");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cisco_ios", "arista_eos", "juniper_junos", "huawei_vrp", "nokia_srlinux"})
    void hasTheVlanOnOtherPortsThanOurs(String platform) throws Exception {
        VendorSwitch device = VendorSwitch.of(platform);
        device.running.names.put("42", "m42");
        device.running.add("42", "ethernet-1/2");
        device.running.add("42", "ethernet-1/10");
        with(platform, device, client -> {
            assertThat(client.findVlan(42)).contains(new Vlan(42, "m42", Set.of()));
            device.running.add("42", VendorSwitch.PORTS.get("l1"));
            assertThat(client.findVlan(42)).contains(new Vlan(42, "m42", Set.of("l1")));

            client.ensureVlan(42, "m42");

            assertThat(device.running.ports.get("42")).containsAll(VendorSwitch.PORTS.values());
        });
    }

    @Test
    void hasItsPortsInOtherModes() throws Exception {
        VendorSwitch device = VendorSwitch.of("cisco_ios");
        device.running.names.put("42", "m42");
        VendorSwitch.PORTS.values().forEach(port -> device.running.add("42", port));
        device.otherModes = true;
        with("cisco_ios", device, client -> {
            assertThat(client.findVlan(42)).contains(new Vlan(42, "m42", Set.of()));
            assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class)
                    .hasMessageContaining("accepted the command, but has Vlan[id=42, name=m42, ports=[]] afterwards");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "arista_eos    | show vlan              | {\"errors\": [\"Ebra agent is not running\"]}",
        "arista_eos    | show vlan              | {\"errors\": [\"Ebra agent is not running\"], \"vlans\": {}}",
        "nokia_srlinux | info from              | {\"_annotate\": \"x\", \"error\": \"timeout\"}",
        "juniper_junos | show configuration vl  | could not open configuration database during usage check",
        "juniper_junos | show configuration vl  | user 'mcs' does not have access privileges.",
        "juniper_junos | show configuration vl  | something that nobody has seen before",
        "juniper_junos | show configuration vl  | deactivate vlans lifeboat-42"})
    void cannotSayWhetherThereIsAVlan(String platform, String line, String answer) throws Exception {
        VendorSwitch device = VendorSwitch.of(platform);
        device.running.names.put("42", "m42");
        device.refused = line;
        device.says = answer + "\n";
        with(platform, device, client -> {
            assertThatThrownBy(() -> client.removeVlan(42, "m42")).isInstanceOf(DeviceException.class)
                    .hasMessageContaining(answer);
            assertThat(device.running.names).containsKey("42");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cisco_ios     | vlan 42        | %VTP VLAN configuration not allowed when device is in CLIENT mode.",
        "arista_eos    | vlan 42        | % Failed to create VLAN 42: internal use",
        "cisco_ios     | interface      | %Failed to apply the configuration",
        "juniper_junos | commit         | Commit failed: port busy",
        "huawei_vrp    | vlan 42        | Info: no resources left"})
    void doesNotDoItAndSaysSoInWordsOfItsOwn(String platform, String line, String words) throws Exception {
        VendorSwitch device = VendorSwitch.of(platform);
        device.refused = line;
        device.says = words + "\n";
        with(platform, device, client -> assertThatThrownBy(() -> client.ensureVlan(42, "m42"))
                .isInstanceOf(Refused.class).hasMessageContaining(words));
    }

    /** What has a candidate forgets all of it; what has not is told of, and read. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "juniper_junos | commit                     | no such interface",
        "nokia_srlinux | set / interface            | does not exist",
        "cisco_ios     | vlan 42                    | % Invalid input detected",
        "arista_eos    | vlan 42                    | % Invalid input detected",
        "huawei_vrp    | vlan 42                    | Error: Unrecognized command"})
    void refusesAMigrationsVlanInItsOwnWords(String platform, String line, String words) throws Exception {
        VendorSwitch device = VendorSwitch.of(platform);
        device.refused = line;
        with(platform, device, client -> {
            assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class)
                    .hasMessageContaining("configure VLAN 42 as m42").hasMessageContaining(words);
            assertThat(device.running.names).isEmpty();
            device.refused = "never";

            client.ensureVlan(42, "m42");

            assertThat(client.findVlan(42)).isPresent();
        });
    }
}
