package lifeboat.connectors.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.DeviceException.StateUnknown;
import lifeboat.connectors.device.DeviceException.Unreachable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.CommandRecord;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.ScriptedDevice.Fault;
import lifeboat.connectors.session.SshPort;
import lifeboat.connectors.session.TelnetPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A typed client against a device on a real port, by Telnet and by SSH, in good and bad moments. */
class DeviceContractTest {

    @TempDir
    private Path folder;

    private final ScriptedDevice device = new ScriptedDevice();
    private final List<CommandRecord> journal = new CopyOnWriteArrayList<>();
    private final DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), journal::add);
    private TelnetPort telnet;
    private SshPort ssh;
    private Secret password;

    @BeforeEach
    void open() throws Exception {
        password = new SecretReference("file:" + Files.writeString(folder.resolve("password"), ScriptedDevice.PASSWORD + "\n"));
        telnet = new TelnetPort(device);
        ssh = new SshPort(device, folder.resolve("hostkey"));
    }

    @AfterEach
    void close() throws Exception {
        sessions.close();
        telnet.close();
        ssh.close();
    }

    private DeviceAddress address(DeviceAddress.Protocol protocol) throws Exception {
        return protocol == DeviceAddress.Protocol.TELNET ? telnet.address(password)
                : ssh.address(password, ssh.fingerprint());
    }

    private ControlPlaneDevice client(DeviceAddress.Protocol protocol) throws Exception {
        return new ControlPlaneDevice(sessions, address(protocol));
    }

    @ParameterizedTest
    @EnumSource(names = {"TELNET", "SSH"})
    void readsActsAndVerifies(DeviceAddress.Protocol protocol) throws Exception {
        ControlPlaneDevice client = client(protocol);

        ControlPlaneDevice.LightPath path = client.ensurePath("m17", "l1sw2", 1_000_000_000);

        assertThat(path).isEqualTo(new ControlPlaneDevice.LightPath("m17", "l1sw2", 1_000_000_000));
        assertThat(device.lines()).containsExactly("enable", "show path m17", "configure terminal",
                "path m17 to l1sw2 at 1000000000", "end", "write memory", "show path m17");
    }

    @ParameterizedTest
    @EnumSource(names = {"TELNET", "SSH"})
    void doesNothingTwice(DeviceAddress.Protocol protocol) throws Exception {
        ControlPlaneDevice client = client(protocol);
        client.ensurePath("m17", "l1sw2", 5);
        client.ensurePath("m17", "l1sw2", 5);
        client.removePath("m17");
        client.removePath("m17");

        assertThat(device.lines()).filteredOn(line -> line.startsWith("path ")).hasSize(1);
        assertThat(device.lines()).filteredOn(line -> line.startsWith("no path ")).hasSize(1);
        assertThat(client.findPath("m17")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TELNET", "SSH"})
    void passesTheDevicesOwnWordsOn(DeviceAddress.Protocol protocol) throws Exception {
        device.fail(Fault.REFUSE, "path ");

        assertThatThrownBy(() -> client(protocol).ensurePath("m17", "l1sw2", 5)).isInstanceOf(Refused.class)
                .hasMessageContaining("Could not reserve 5 bit/s to l1sw2 as light path m17")
                .hasMessageContaining("sw1 (" + protocol.name().toLowerCase())
                .hasMessageContaining("% Error: no capacity on l1sw1-l1sw2");
    }

    @ParameterizedTest
    @EnumSource(names = {"TELNET", "SSH"})
    void findsOutWhatBecameOfACommandWhoseAnswerWasLost(DeviceAddress.Protocol protocol) throws Exception {
        device.fail(Fault.DROP_AFTER, "path ");

        client(protocol).ensurePath("m17", "l1sw2", 5);

        assertThat(device.paths()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"DROP_BEFORE", "SILENCE"})
    void saysThatTryingAgainMayHelpIfTheCommandHadNoEffect(Fault fault) throws Exception {
        device.fail(fault, "path ");

        assertThatThrownBy(() -> client(DeviceAddress.Protocol.SSH).ensurePath("m17", "l1sw2", 5))
                .isInstanceOf(Unreachable.class).hasMessageContaining("and it had no effect");
        assertThat(device.paths()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TELNET", "SSH"})
    void asksAHumanIfTheStateCannotBeReadBack(DeviceAddress.Protocol protocol) throws Exception {
        device.fail(Fault.DIE_AFTER, "path ");

        assertThatThrownBy(() -> client(protocol).ensurePath("m17", "l1sw2", 5)).isInstanceOf(StateUnknown.class)
                .hasMessageContaining("It is not known whether this took effect")
                .hasMessageContaining("Check the device");
        assertThat(device.paths()).hasSize(1);
    }

    @Test
    void doesNotTrustAnAnswerItCannotRead() throws Exception {
        device.fail(Fault.NOISE, "show path");

        assertThat(client(DeviceAddress.Protocol.TELNET).findPath("m17")).isEmpty();
        assertThat(device.lines()).filteredOn("show path m17"::equals).hasSize(2);
    }

    @Test
    void noticesACommandThatWasAcceptedButNotCarriedOut() throws Exception {
        device.fail(Fault.IGNORE, "path ");

        assertThatThrownBy(() -> client(DeviceAddress.Protocol.TELNET).ensurePath("m17", "l1sw2", 5))
                .isInstanceOf(Refused.class).hasMessageContaining("accepted the command, but has nothing afterwards");
    }

    @Test
    void refusesAHostKeyThatIsNotThePinnedOne() throws Exception {
        String other = "SHA256:" + "A".repeat(43);

        assertThatThrownBy(() -> new ControlPlaneDevice(sessions, ssh.address(password, other)).findPath("m17"))
                .isInstanceOf(Unreachable.class).hasMessageContaining("HostKey");
        assertThat(device.lines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TELNET", "SSH"})
    void saysThatTheLoginWasRefusedAndKeepsThePasswordToItself(DeviceAddress.Protocol protocol) throws Exception {
        Secret wrong = new SecretReference("file:" + Files.writeString(folder.resolve("wrong"), "hunter2\n"));
        DeviceAddress address = protocol == DeviceAddress.Protocol.TELNET ? telnet.address(wrong)
                : ssh.address(wrong, ssh.fingerprint());

        assertThatThrownBy(() -> new ControlPlaneDevice(sessions, address).findPath("m17"))
                .isInstanceOf(Unreachable.class).hasMessageContaining("cannot log in")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void journalsEveryCommandButNoSecret() throws Exception {
        client(DeviceAddress.Protocol.TELNET).ensurePath("m17", "l1sw2", 5);

        assertThat(journal).extracting(CommandRecord::command).contains("enable", "(answer to 'enable')",
                "show path m17", "path m17 to l1sw2 at 5");
        assertThat(journal.toString()).doesNotContain(ScriptedDevice.PASSWORD);
    }

    @Test
    void keepsASessionWarm() throws Exception {
        DeviceAddress address = address(DeviceAddress.Protocol.SSH);
        sessions.warm(address);
        int before = device.lines().size();

        new ControlPlaneDevice(sessions, address).findPath("m17");

        assertThat(device.lines().subList(before, device.lines().size())).containsExactly("show path m17");
    }

    @Test
    void putsNothingIntoACommandThatCouldBeAnother() throws Exception {
        assertThatThrownBy(() -> client(DeviceAddress.Protocol.TELNET).findPath("m17\nreload"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(device.lines()).doesNotContain("reload");
    }
}
