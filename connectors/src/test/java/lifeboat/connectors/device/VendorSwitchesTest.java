package lifeboat.connectors.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.LayerTwoSwitch.Vlan;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The L2SWs of vendors, as far as what they say is known: replayed, never run on the devices. */
class VendorSwitchesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cisco_ios", "arista_eos", "juniper_junos", "huawei_vrp", "nokia_srlinux"})
    void carriesAMigrationsVlan(String platform) throws Exception {
        VendorSwitch device = VendorSwitch.of(platform);
        try (TelnetPort port = new TelnetPort(device);
                DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), command -> { })) {
            DeviceAddress any = port.address(platform, new SecretReference("file:" + Files.writeString(
                    folder.resolve("password"), ScriptedDevice.PASSWORD + "\n")));
            DeviceAddress address = new DeviceAddress(any.name(), platform, any.protocol(), any.host(), any.port(),
                    any.login(), null, VendorSwitch.PORTS);
            LayerTwoSwitch client = new LayerTwoSwitch(sessions, address);
            Vlan wanted = new Vlan(42, "m42", Set.of("server", "l1"));
            device.running.names.put("7", "others");
            device.running.add("7", "ethernet-1/2");

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
            assertThat(sessions.saved().whyNot(address)).isEmpty();
        }
    }
}
