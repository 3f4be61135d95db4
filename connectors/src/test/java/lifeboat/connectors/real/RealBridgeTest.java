package lifeboat.connectors.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.connectors.device.NetworkAccessGateway;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.pool.DeviceSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linux's own bridges as an L2SW and as a NAGW, in a network namespace. */
@Tag("real-servers")
class RealBridgeTest {

    private final String namespace = "lifeboat-bridge-" + ProcessHandle.current().pid();
    private final DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), command -> { });

    @TempDir
    private Path folder;

    private OpenSsh sshd;
    private DeviceAddress address;

    @BeforeEach
    void start() throws Exception {
        RealServer.run("ip", "netns", "add", namespace);
        for (String port : Set.of("migration", "l1", "users")) {
            RealServer.run("ip", "-n", namespace, "link", "add", port, "type", "veth", "peer", "name", port + "-peer");
        }
        for (int vlan = 1; vlan <= 2; vlan++) {
            RealServer.run("ip", "-n", namespace, "link", "add", "vlan" + vlan, "type", "bridge");
        }
        RealServer.run("ip", "-n", namespace, "link", "set", "users", "master", "vlan1");
        sshd = OpenSsh.start(folder, new Accounts(folder), "AuthorizedKeysFile " + OpenSsh.key(folder, "user") + ".pub",
                "ForceCommand ip netns exec " + namespace + " bash --norc -i");
        address = sshd.address(Login.withKey(Accounts.USER, folder.resolve("user")));
    }

    @AfterEach
    void stop() throws Exception {
        sessions.close();
        sshd.close();
        RealServer.run("ip", "netns", "delete", namespace);
    }

    @Test
    void carriesTheMigrationVlan() throws Exception {
        LayerTwoSwitch bridge = new LayerTwoSwitch(sessions, address);
        assertThat(bridge.findVlan(100)).isEmpty();

        bridge.ensureVlan(100, "lifeboat-17");
        bridge.ensureVlan(100, "lifeboat-17");

        assertThat(bridge.findVlan(100)).contains(new LayerTwoSwitch.Vlan(100, "lifeboat-17", Set.of("server", "l1")));
        assertThat(RealServer.run("ip", "-n", namespace, "-o", "link", "show", "master", "vlan100"))
                .contains(" l1@").contains(" migration@");

        bridge.removeVlan(100, "another");
        assertThat(bridge.findVlan(100)).isPresent();
        bridge.removeVlan(100, "lifeboat-17");
        bridge.removeVlan(100, "lifeboat-17");
        assertThat(bridge.findVlan(100)).isEmpty();
    }

    @Test
    void finishesWhatWasHalfDone() throws Exception {
        RealServer.run("ip", "-n", namespace, "link", "add", "vlan100", "type", "bridge");
        RealServer.run("ip", "-n", namespace, "link", "set", "l1", "master", "vlan100");
        LayerTwoSwitch bridge = new LayerTwoSwitch(sessions, address);

        bridge.ensureVlan(100, "lifeboat-17");

        assertThat(bridge.findVlan(100)).isPresent();
    }

    @Test
    void movesUsers() throws Exception {
        NetworkAccessGateway bridge = new NetworkAccessGateway(sessions, address);
        assertThat(bridge.findUserVlan("users")).isEqualTo(1);

        bridge.ensureUserVlan("users", 2);

        assertThat(bridge.findUserVlan("users")).isEqualTo(2);
        assertThatThrownBy(() -> bridge.findUserVlan("guests")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> bridge.ensureUserVlan("users", 3)).isInstanceOf(Refused.class);
    }
}
