package lifeboat.connectors.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.device.DeviceException.Unreachable;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConfigurationLocked;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.netconf.Datastore;
import lifeboat.connectors.netconf.NetconfSession;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.session.CommandRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Yuma123's netconfd, behind OpenSSH. */
@Tag("real-servers")
class RealNetconfServerTest {

    private static final String INTERFACES = "<interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\"/>";

    @TempDir
    private Path folder;

    private final List<CommandRecord> journal = new CopyOnWriteArrayList<>();
    private RealServer netconfd;
    private OpenSsh sshd;

    @BeforeEach
    void start() throws Exception {
        Path socket = folder.resolve("ncx.sock");
        int port = RealServer.freePort();
        OpenSsh.key(folder, "user");
        netconfd = RealServer.start(folder.resolve("netconfd.log"), socket, List.of("netconfd", "--no-startup",
                "--superuser=root", "--target=candidate", "--access-control=off", "--module=ietf-interfaces",
                "--module=iana-if-type", "--ncxserver-sockname=" + socket, "--port=" + port));
        sshd = OpenSsh.start(folder, new Accounts(folder), port, "AuthorizedKeysFile " + folder.resolve("user.pub"),
                "Subsystem netconf /usr/sbin/netconf-subsystem --ncxserver-sockname=%d@%s".formatted(port, socket));
    }

    @AfterEach
    void stop() throws Exception {
        sshd.close();
        netconfd.close();
    }

    private DeviceAddress address() throws Exception {
        return new DeviceAddress("sw1", "ietf_switch", DeviceAddress.Protocol.NETCONF, "127.0.0.1", sshd.port(),
                Login.withKey(Accounts.USER, folder.resolve("user")), SshTrust.pinned(sshd.fingerprint()));
    }

    private NetconfSession open() throws Exception {
        return NetconfSession.open(address(), Timeouts.standard(), journal::add);
    }

    private static String lan(String name) {
        return """
                <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>%s</name>
                <type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:l2vlan</type></interface></interfaces>
                """.formatted(name);
    }

    private static String running(NetconfSession session) throws SessionException {
        return session.text(session.getConfig(Datastore.RUNNING, INTERFACES));
    }

    @Test
    void changesTheRunningConfigurationByTheCandidate() throws Exception {
        try (NetconfSession session = open()) {
            assertThat(session.capabilities().has("candidate")).isTrue();

            session.change(lan("vlan100"));

            assertThat(running(session)).contains("<name>vlan100</name>");
            assertThat(session.text(session.get(INTERFACES))).contains("vlan100");
        }
    }

    @Test
    void changesNothingIfTheDeviceRefuses() throws Exception {
        try (NetconfSession session = open(); NetconfSession other = open()) {
            assertThatThrownBy(() -> session.change("<interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">"
                    + "<interface><name>x</name><enabled>perhaps</enabled></interface></interfaces>"))
                    .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.words()).contains("invalid"));

            other.change(lan("vlan101"));

            assertThat(running(session)).contains("vlan101").doesNotContain("<name>x</name>");
        }
    }

    @Test
    void leavesAConfigurationAloneThatAnotherSessionHasLocked() throws Exception {
        try (NetconfSession session = open(); NetconfSession other = open()) {
            other.lock(Datastore.CANDIDATE);

            assertThatThrownBy(() -> session.change(lan("vlan102"))).isInstanceOf(ConfigurationLocked.class)
                    .hasMessageContaining("lock-denied").hasMessageContaining("has the lock");
        }
    }

    @Test
    void takesACommitBackThatIsNotConfirmed() throws Exception {
        try (NetconfSession session = open()) {
            session.editConfig(Datastore.CANDIDATE, lan("vlan103"));
            session.confirmedCommit(Duration.ofSeconds(60));
            assertThat(running(session)).contains("vlan103");
        }
        try (NetconfSession session = open()) {
            assertThat(running(session)).doesNotContain("vlan103");

            session.editConfig(Datastore.CANDIDATE, lan("vlan104"));
            session.confirmedCommit(Duration.ofSeconds(60));
            session.commit();
        }
        try (NetconfSession session = open()) {
            assertThat(running(session)).contains("vlan104");
        }
    }

    @Test
    void discardsWhatIsNotCommitted() throws Exception {
        try (NetconfSession session = open()) {
            session.editConfig(Datastore.CANDIDATE, lan("vlan105"));
            session.discardChanges();
            session.commit();

            assertThat(running(session)).doesNotContain("vlan105");
        }
    }

    @Test
    void isAnL2swOfOurs() throws Exception {
        try (DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), journal::add)) {
            sessions.warm(address());
            LayerTwoSwitch client = new LayerTwoSwitch(sessions, address());
            assertThat(client.findVlan(100)).isEmpty();

            client.ensureVlan(100, "lifeboat-17");
            client.ensureVlan(100, "lifeboat-17");

            assertThat(client.findVlan(100)).get().extracting(LayerTwoSwitch.Vlan::name).isEqualTo("lifeboat-17");
            assertThat(journal).filteredOn(record -> record.command().equals("commit")).hasSize(1);
            client.removeVlan(100, "lifeboat-17");
            assertThat(client.findVlan(100)).isEmpty();
            sessions.warm(address());
        }
    }

    @Test
    void canBeTriedAgainWhileAnotherSessionHasTheLock() throws Exception {
        try (DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), journal::add);
                NetconfSession other = open()) {
            LayerTwoSwitch client = new LayerTwoSwitch(sessions, address());
            other.lock(Datastore.CANDIDATE);
            assertThatThrownBy(() -> client.ensureVlan(100, "lifeboat-17")).isInstanceOf(Unreachable.class)
                    .hasMessageContaining("has the lock");

            other.unlock(Datastore.CANDIDATE);

            client.ensureVlan(100, "lifeboat-17");
        }
    }
}
