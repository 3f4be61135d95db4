package lifeboat.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.device.ControlPlaneDevice;
import lifeboat.connectors.device.DeviceCheck;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.session.NotingJournal;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.ScriptedDevice.Fault;
import lifeboat.connectors.session.SshPort;
import lifeboat.connectors.session.TelnetPort;
import lifeboat.connectors.transcript.Recorder;
import lifeboat.connectors.transport.TransportOpening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Goes every way there is with marked secrets, and looks for them in everything that is left behind. */
class SecretsTest {

    private static final String WRONG = "marked-wrong-password";
    private static final String ENABLE = "marked-enable-password";
    private static final String PASSPHRASE = "marked-passphrase";
    private static final List<String> MARKS = List.of(ScriptedDevice.PASSWORD, WRONG, ENABLE, PASSPHRASE);

    @TempDir
    private Path folder;

    private final Logger ours = (Logger) LoggerFactory.getLogger("lifeboat");
    private final Level level = ours.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final NotingJournal journal = new NotingJournal();
    private final List<String> left = new ArrayList<>();
    private final ScriptedDevice device = new ScriptedDevice();
    private final DeviceDefinitions definitions = new DeviceDefinitions();
    private TelnetPort telnet;
    private SshPort ssh;

    @BeforeEach
    void listen() throws Exception {
        log.start();
        ours.addAppender(log);
        ours.setLevel(Level.ALL);
        telnet = new TelnetPort(device);
        ssh = new SshPort(device, folder.resolve("host-key"));
    }

    @AfterEach
    void stop() throws Exception {
        ours.detachAppender(log);
        ours.setLevel(level);
        telnet.close();
        ssh.close();
    }

    private SecretReference secret(String text) throws IOException {
        return new SecretReference("file:" + Files.writeString(Files.createTempFile(folder, "secret", ""), text));
    }

    private static DeviceAddress with(DeviceAddress address, Login login) {
        return new DeviceAddress(address.name(), address.platform(), address.protocol(), address.host(),
                address.port(), login, address.trust());
    }

    private List<DeviceAddress> addresses() throws Exception {
        Login good = Login.withPassword("mcs", secret(ScriptedDevice.PASSWORD));
        Login wrong = Login.withPassword("mcs", secret(WRONG));
        Login wrongEnable = new Login("mcs", secret(ScriptedDevice.PASSWORD), null, null,
                Map.of("enable", secret(ENABLE)));
        Path key = folder.resolve("key");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "another", "-f", key.toString()).start().waitFor();
        Login wrongPassphrase = new Login("mcs", null, new Login.Key(key, secret(PASSPHRASE), null), null, Map.of());
        DeviceAddress byTelnet = telnet.address(null);
        DeviceAddress bySsh = ssh.address(null, ssh.fingerprint());
        return Stream.concat(Stream.of(good, wrong, wrongEnable).flatMap(login -> Stream.of(with(byTelnet, login),
                with(bySsh, login))), Stream.of(with(bySsh, wrongPassphrase), new DeviceAddress("sw1", "scripted",
                DeviceAddress.Protocol.SSH, "127.0.0.1", bySsh.port(), good,
                SshTrust.pinned("SHA256:" + "A".repeat(43))))).toList();
    }

    @Test
    void leavesNoSecretBehind() throws Exception {
        for (DeviceAddress address : addresses()) {
            left.add(address.toString() + address.login() + address.trust());
            for (Fault fault : List.of(Fault.NONE, Fault.REFUSE, Fault.DROP_AFTER, Fault.NOISE)) {
                device.fail(fault, "path ");
                try (DeviceSessions sessions = new DeviceSessions(definitions, journal)) {
                    attempt(() -> sessions.warm(address));
                    attempt(() -> new ControlPlaneDevice(sessions, address).ensurePath("m17", "l1sw2", 5));
                    attempt(() -> new ControlPlaneDevice(sessions, address).removePath("m17"));
                }
            }
            record(address);
            attempt(() -> left.add(new DeviceCheck(definitions.get("scripted"), journal).of(address).toString()));
        }

        String everything = left + journal.sent().toString() + journal.records()
                + log.list.stream().map(SecretsTest::text).toList();
        assertThat(everything).contains("path m17").contains("cannot log in").contains("***");
        MARKS.forEach(mark -> assertThat(everything).doesNotContain(mark));
    }

    /** A device that repeats passwords: in answers, in what it does not understand, in its prompt's place. */
    private void record(DeviceAddress address) {
        Platform platform = definitions.get("scripted");
        Recorder recorder = new Recorder(address);
        attempt(() -> {
            try (CliSession session = CliSession.open(address, platform, journal,
                    recorder.listeningTo(TransportOpening.of(address, platform)))) {
                left.add(session.run("echo " + ScriptedDevice.PASSWORD));
            }
        });
        if (!recorder.isEmpty()) {
            left.add(recorder.transcript().toString());
        }
    }

    /** Something that may fail, and what the failure says. */
    @FunctionalInterface
    private interface Try {
        void run() throws Exception;
    }

    private void attempt(Try what) {
        try {
            what.run();
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            left.add(trace.toString());
        }
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage() + (event.getThrowableProxy() == null ? ""
                : event.getThrowableProxy().getMessage());
    }
}
