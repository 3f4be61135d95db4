package lifeboat.connectors.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.ControlPlaneDevice.LightPath;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.DeviceException.Unreachable;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CP-device whose changes are made to a candidate configuration: all of them work, or none. */
class CandidateConfigurationTest {

    @TempDir
    private Path folder;

    private final CandidateRouter router = new CandidateRouter();
    private final DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), command -> { });
    private TelnetPort port;
    private ControlPlaneDevice client;

    @BeforeEach
    void open() throws Exception {
        port = new TelnetPort(router);
        client = new ControlPlaneDevice(sessions, port.address("junos_like", new SecretReference("file:"
                + Files.writeString(folder.resolve("password"), ScriptedDevice.PASSWORD + "\n"))));
    }

    @AfterEach
    void close() throws Exception {
        sessions.close();
        port.close();
    }

    @Test
    void commitsALightPathAndFindsIt() throws Exception {
        assertThat(client.ensurePath("m17", "l1sw2", 1_000_000_000))
                .isEqualTo(new LightPath("m17", "10.0.0.1 S 10.0.0.2 S", 1_000_000_000));
        assertThat(router.lines()).containsSubsequence("configure exclusive",
                "set protocols mpls label-switched-path m17 to l1sw2", "commit", "exit configuration-mode");

        client.removePath("m17");

        assertThat(router.running()).isEmpty();
        assertThat(client.findPath("m17")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set protocols mpls label-switched-path m17 bandwidth", "commit"})
    void forgetsEverythingIfOneLineIsRefused(String line) throws Exception {
        router.refuse(line);

        assertThatThrownBy(() -> client.ensurePath("m17", "l1sw2", 5)).isInstanceOf(Refused.class)
                .hasMessageContaining("no such interface");

        assertThat(router.running()).isEmpty();
        assertThat(router.candidate()).isEmpty();
        int forgotten = router.lines().lastIndexOf("rollback 0");
        assertThat(forgotten).isPositive();
        assertThat(router.lines().subList(forgotten, router.lines().size()))
                .noneMatch(later -> later.startsWith("set ") || later.startsWith("commit"));
    }

    @Test
    void canBeTriedAgainIfAnotherSessionHasTheConfiguration() throws Exception {
        router.lock(true);
        assertThatThrownBy(() -> client.ensurePath("m17", "l1sw2", 5)).isInstanceOf(Unreachable.class)
                .hasMessageContaining("locked by").hasMessageContaining("Another session has the configuration");
        assertThat(router.lines()).doesNotContain("rollback 0");

        router.lock(false);

        assertThat(client.ensurePath("m17", "l1sw2", 5).bandwidth()).isEqualTo(5);
    }
}
