package lifeboat.lab.simulated.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lifeboat.lab.device.CpDevice;
import lifeboat.lab.layerone.LayerOneNetwork;
import lifeboat.lab.simulated.network.SimulatedNetwork;
import lifeboat.lab.simulated.network.VlanSwitch;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Device;
import org.junit.jupiter.api.Test;

/** What the simulated devices say to lines that they do not carry out. */
class RefusalsTest {

    private final LayerOneNetwork layerOne = new LayerOneNetwork(List.of(
            new LayerOneNetwork.Link("a", "b", 1_000_000_000)));

    private static String said(Device device, String... lines) {
        CommandLine login = device.login();
        String said = "";
        for (String line : lines) {
            said = login.execute(line);
        }
        return said;
    }

    @Test
    void aSwitchSaysNo() {
        Device device = new LayerTwoSwitchDevice(new VlanSwitch("l2sw1", 1));

        assertThat(said(device, "reload")).isEqualTo("% Invalid input: 'reload'");
        assertThat(said(device, "enable", "configure terminal", "vlan 4095 name x"))
                .isEqualTo("% Error: VLAN 4095 is not in 1-4094");
        assertThat(said(device, "enable", "configure terminal", "interface l9 vlan 5"))
                .isEqualTo("% Error: no such port or VLAN");
    }

    @Test
    void aControlPlaneDeviceSaysNo() {
        Device device = new CpDevice("cp1", "a", layerOne);

        assertThat(said(device, "show nothing")).isEqualTo("% Invalid input: 'show nothing'");
        assertThat(said(device, "enable", "no light-path m17")).isEqualTo("% Error: light path m17 not found");
    }

    @Test
    void anAccessGatewaySaysNo() {
        Device device = new AccessGatewayDevice("nagw", new SimulatedNetwork(layerOne));

        assertThat(said(device, "enable", "user-group guests vlan 1"))
                .isEqualTo("% Error: user group guests not found");
    }
}
