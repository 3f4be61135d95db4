package lifeboat.connectors.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.DeviceException.StateUnknown;
import lifeboat.connectors.device.DeviceException.Unreachable;
import lifeboat.connectors.device.LayerTwoSwitch.Vlan;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.NotingJournal;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switches that ask before they do, save and commit in their own ways and time, and answer what nobody expects. */
class VlanSwitchTest {

    private static final String SAVE = "copy ";
    private static final String COMMIT = "commit";

    @TempDir
    private Path folder;

    private final NotingJournal journal = new NotingJournal();
    private final DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), journal);
    private final List<TelnetPort> ports = new ArrayList<>();
    private VlanSwitch device;
    private DeviceAddress address;
    private Secret password;

    @BeforeEach
    void writePassword() throws Exception {
        password = new SecretReference("file:" + Files.writeString(folder.resolve("password"),
                ScriptedDevice.PASSWORD + "\n"));
    }

    @AfterEach
    void close() throws Exception {
        sessions.close();
        for (TelnetPort port : ports) {
            port.close();
        }
    }

    private LayerTwoSwitch client(String platform) throws Exception {
        device = new VlanSwitch(platform.startsWith(COMMIT));
        TelnetPort port = new TelnetPort(device);
        ports.add(port);
        address = port.address(platform, password);
        return new LayerTwoSwitch(sessions, address);
    }

    @Test
    void saysThatThereIsNoneInWordsOfRefusal() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> line.startsWith("show vlan")
                ? "% Invalid: VLAN id 42 not found\r\n" : null);

        assertThat(client.findVlan(42)).isEmpty();
    }

    @Test
    void hangsUpInTheMiddleOfAChange() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> {
            if (line.startsWith("vlan ")) {
                here.running().put("42", "VLAN42");
                ScriptedDevice.print(out, "sw1(config)#");
                in.close();
                out.close();
            }
            return null;
        });

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(DeviceException.StateUnknown.class)
                .hasMessageContaining("its name is VLAN42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Press any key to cancel", "Press any key to stop the save", "Press any key to reboot.",
        "Press any key to delete all VLANs, Ctrl-C to keep them:", "Press any key to format flash:",
        "Press any key to proceed with the upgrade", "Press ENTER to continue with the reload, or Ctrl-C to abort"})
    void wantsAKeyThatWouldDoHarm(String question) throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        client.ensureVlan(42, "m42");
        device.behave((line, here, in, out) -> line.startsWith("no vlan")
                ? "got '" + VlanSwitch.ask(question, in, out) + "'\r\n" : null);

        assertThatThrownBy(() -> client.removeVlan(42, "m42")).isInstanceOf(DeviceException.Unreachable.class)
                .hasMessageContaining(question);
    }

    @Test
    void asksForANameBeforeItSaves() throws Exception {
        LayerTwoSwitch client = client("saving_switch");

        client.ensureVlan(42, "m42");

        assertThat(device.saved()).isEqualTo(Map.of("42", "m42"));
        assertThat(sessions.saved().whyNot(address)).isEmpty();
    }

    @Test
    void asksTwiceBeforeItDeletes() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        client.ensureVlan(42, "m42");
        device.behave((line, here, in, out) -> line.startsWith("no vlan")
                && !(VlanSwitch.ask("VLAN has member ports. Are you sure? [y/n]", in, out).equals("y")
                && VlanSwitch.ask("Type the number of the VLAN: ", in, out).equals("42")) ? "Not deleted\r\n" : null);

        client.removeVlan(42, "m42");

        assertThat(device.running()).isEmpty();
        assertThat(device.saved()).isEmpty();
    }

    @Test
    void doesNotSaveAndSaysSo() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> line.startsWith(SAVE)
                ? "startup-config file open failed (Device or resource busy)\r\n" : null);

        client.ensureVlan(42, "m42");

        assertThat(device.running()).containsKey("42");
        assertThat(sessions.saved().whyNot(address).orElseThrow()).contains("does not confirm 'copy running-config")
                .contains("Device or resource busy");
    }

    @Test
    void asksWhenItSavesWhatNobodyKnows() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> line.startsWith(SAVE)
                ? "It was told: " + VlanSwitch.ask("Overwrite the previous NVRAM configuration? [confirm]", in, out)
                : null);

        client.ensureVlan(42, "m42");

        assertThat(device.saved()).isEmpty();
        assertThat(sessions.saved().whyNot(address).orElseThrow()).contains("Overwrite the previous NVRAM");
    }

    @Test
    void isSavedOnceMoreWhenItWasNot() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> line.startsWith(SAVE) ? "busy\r\n" : null);
        client.ensureVlan(42, "m42");
        device.behaveAsUsual();

        client.ensureVlan(42, "m42");
        client.ensureVlan(42, "m42");

        assertThat(device.saved()).containsKey("42");
        assertThat(sessions.saved().whyNot(address)).isEmpty();
        assertThat(device.lines()).filteredOn(line -> line.startsWith(SAVE)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"saving_switch", "strict_switch"})
    void isSavedThoughTheAnswerToTheChangeWasLost(String platform) throws Exception {
        LayerTwoSwitch client = client(platform);
        device.behave((line, here, in, out) -> {
            if (line.startsWith("name ")) {
                here.running().put("42", "m42");
                while (in.read() >= 0) {
                    // it does not listen
                }
            }
            return null;
        });

        client.ensureVlan(42, "m42");

        assertThat(device.saved()).containsKey("42");
        assertThat(sessions.saved().whyNot(address)).isEmpty();
    }

    @Test
    void isNotSavedWhenAChangeFailsHalfWay() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> line.startsWith("name ") ? "% Invalid name\r\n" : null);

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class);

        assertThat(sessions.saved().whyNot(address)).contains("it was changed, and it was not tried to save it");
    }

    /** Whoever made the change may have died before it was saved. */
    @Test
    void isSavedByAControllerThatFindsTheChangeMade() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.running().put("42", "m42");

        client.ensureVlan(42, "m42");

        assertThat(device.saved()).containsKey("42");
    }

    @Test
    void isRefusedEachTimeWhereSavingIsAMust() throws Exception {
        LayerTwoSwitch client = client("strict_switch");
        device.behave((line, here, in, out) -> line.startsWith(SAVE) ? "busy\r\n" : null);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class)
                    .hasMessageContaining("configure VLAN 42 as m42").hasMessageContaining("it is not saved");
        }
        device.behaveAsUsual();

        client.ensureVlan(42, "m42");

        assertThat(device.saved()).containsKey("42");
    }

    @Test
    void asksBeforeItCommits() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        device.behave((line, here, in, out) -> line.equals(COMMIT)
                && !VlanSwitch.ask("This could take minutes. Confirm? [y/n]", in, out).equals("y") ? "No.\r\n" : null);

        client.ensureVlan(42, "m42");

        assertThat(device.running()).containsKey("42");
    }

    @Test
    void commitsWhenNobodyWaitsForItAnyMore() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        CountDownLatch readBack = new CountDownLatch(2);
        lateCommit(readBack, Map.of("42", "m42"));

        client.ensureVlan(42, "m42");

        assertThat(client.findVlan(42)).map(Vlan::name).contains("m42");
    }

    /** What is not there may still come, and is not wanted any more. */
    @Test
    void isNotBelievedToHaveNothingWhileACommitMayComeLate() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        CountDownLatch readBack = new CountDownLatch(3);
        device.behave((line, here, in, out) -> {
            if (line.startsWith("show vlan")) {
                readBack.countDown();
            }
            return null;
        });
        sessions.noteLateCommand(address);
        new Thread(() -> device.commit(await(readBack) ? Map.of("42", "m42") : Map.of())).start();

        client.removeVlan(42, "m42");

        assertThat(device.running()).isEmpty();
        assertThat(device.lines()).contains("no vlan 42");
    }

    /** A commit that is not answered, and takes effect once the state has been read so many times. */
    private void lateCommit(CountDownLatch readBack, Map<String, String> result) {
        AtomicReference<Thread> commit = new AtomicReference<>();
        device.behave((line, here, in, out) -> {
            if (line.startsWith("show vlan")) {
                readBack.countDown();
            }
            if (!line.equals(COMMIT) || commit.get() != null) {
                return null;
            }
            commit.set(new Thread(() -> here.commit(await(readBack) ? result : Map.of())));
            commit.get().start();
            while (in.read() >= 0) {
                // it does not listen
            }
            return "";
        });
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void saysThatALostCommitHadNoEffectWhenItCanNoLongerCome() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        device.behave((line, here, in, out) -> {
            while (line.equals(COMMIT) && in.read() >= 0) {
                // it has forgotten
            }
            return line.equals(COMMIT) ? "" : null;
        });

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Unreachable.class)
                .hasMessageContaining("and it had no effect:");
        assertThat(sessions.lateCommandsFor(address)).isEqualTo(Duration.ZERO);
    }

    @Test
    void asksAHumanWhenALostCommitCannotBeReadBack() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        device.behave((line, here, in, out) -> {
            boolean isGone = line.equals(COMMIT) || device.lines().contains(COMMIT);
            while (isGone && in.read() >= 0) {
                // nobody is there any more
            }
            return null;
        });

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(StateUnknown.class)
                .hasMessageContaining("It is not known whether this took effect");
    }

    @Test
    void isReadByWordsOfRefusalAfterALostCommit() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        device.behave((line, here, in, out) -> {
            while (line.equals(COMMIT) && in.read() >= 0) {
                // it has forgotten
            }
            return line.startsWith("show vlan") && here.lines().contains(COMMIT) ? "% Invalid now\r\n" : null;
        });

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(StateUnknown.class)
                .hasMessageContaining("'commit'").hasMessageContaining("% Invalid now");
    }

    @Test
    void refusesTheCommitInItsOwnWords() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        device.behave((line, here, in, out) -> line.equals(COMMIT)
                ? "% Failed to commit one or more configuration items\r\n" : null);

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class)
                .hasMessageContaining("% Failed to commit one or more configuration items");
        assertThat(device.lines()).containsSubsequence(COMMIT, "abort");
    }

    @Test
    void refusesTheCommitAndThenToForgetIt() throws Exception {
        LayerTwoSwitch client = client("commit_switch");
        device.behave((line, here, in, out) -> line.equals(COMMIT) ? "% Failed to commit: no such port\r\n"
                : line.equals("abort") ? "% Invalid now\r\n" : null);

        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class)
                .hasMessageContaining("no such port");
        device.behaveAsUsual();
        client.ensureVlan(43, "m43");

        assertThat(device.running()).isEqualTo(Map.of("43", "m43"));
    }

    @Test
    void hasAVlanOfThePasswordsNumber() throws Exception {
        client("saving_switch");
        Secret number = new SecretReference("file:" + Files.writeString(folder.resolve("number"), "42\n"));
        DeviceAddress numbered = new DeviceAddress(address.name(), address.platform(), address.protocol(),
                address.host(), address.port(), new Login("mcs", password, null, null, Map.of("other", number)), null);
        LayerTwoSwitch client = new LayerTwoSwitch(sessions, numbered);

        client.ensureVlan(42, "m42");

        assertThat(client.findVlan(42)).map(Vlan::name).contains("m42");
        assertThat(journal.records()).allSatisfy(record ->
                assertThat(record.command() + record.answer()).doesNotContain("42"));
        assertThat(journal.sent().toString()).doesNotContain("42");
    }

    @Test
    void answersInJsonAndCallsItsPortsByNamesOfItsOwn() throws Exception {
        client("json_switch");
        LayerTwoSwitch client = new LayerTwoSwitch(sessions, new DeviceAddress(address.name(), address.platform(),
                address.protocol(), address.host(), address.port(), address.login(), null,
                Map.of("l1", "Ethernet1/24")));
        device.behave((line, here, in, out) -> line.endsWith("| json") ? json(line.split(" ")[3]) : null);

        assertThat(client.findVlan(42)).isEmpty();
        client.ensureVlan(42, "m42");

        assertThat(client.findVlan(42)).map(Vlan::name).contains("m42");
        assertThat(device.lines()).contains("interface Ethernet1/24");
    }

    private String json(String vlan) {
        return device.running().containsKey(vlan) ? """
                ! in JSON\r
                {"sourceDetail": "", "vlans": {"%s": {"status": "active", "name": "%s", "interfaces": {}}}}\r
                """.formatted(vlan, device.running().get(vlan)) : "{\"vlans\": {}}\r\n";
    }

    @Test
    void answersInWhatIsNoJson() throws Exception {
        LayerTwoSwitch client = client("json_switch");
        device.behave((line, here, in, out) -> line.endsWith("| json") ? "{\"vlans\": {\r\n" : null);

        assertThatThrownBy(() -> client.findVlan(42)).isInstanceOf(Unreachable.class)
                .hasMessageContaining("cannot be read: '{\"vlans\": {'");
    }

    @Test
    void answersInWordsWhereANumberIsExpected() throws Exception {
        LayerTwoSwitch client = client("saving_switch");
        device.behave((line, here, in, out) -> line.startsWith("show vlan")
                ? "99999999999   m42    active\r\n" : null);

        assertThatThrownBy(() -> client.findVlan(42)).isInstanceOf(Unreachable.class)
                .hasMessageContaining("answers what cannot be read")
                .hasMessageContaining("its 'vlan' is '99999999999'");
    }
}
