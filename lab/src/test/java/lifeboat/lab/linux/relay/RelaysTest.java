package lifeboat.lab.linux.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import lifeboat.lab.Access;
import lifeboat.lab.fault.Fault;
import lifeboat.lab.fault.FaultInjector;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.Device;
import lifeboat.pmc.cli.LineRunner;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the wire: a device, the relay before it, and a terminal that reaches the one through the other. */
class RelaysTest {

    private static final Credentials ACCOUNT = new Credentials("mcs", "secret");
    private static final Pattern PROMPT = Pattern.compile("[\\r\\n]pmc9\\$ $");

    private final KeyPair hostKey = hostKey();
    private final InetSocketAddress anyPort = new InetSocketAddress("127.0.0.1", 0);
    private final List<String> carriedOut = new CopyOnWriteArrayList<>();
    private final FaultInjector faults = new FaultInjector();
    private final Relays relays = new Relays(ACCOUNT, Path.of("no-key"), faults, hostKey);
    private Closeable device;

    private static KeyPair hostKey() {
        try {
            return KeyUtils.generateKeyPair("ssh-rsa", 2048);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        relays.close();
        device.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh", "telnet"})
    void passesLinesOnAndAnswersBack(String protocol) throws Exception {
        try (RelayConnection terminal = terminal(protocol)) {
            assertThat(answer(terminal, "status video")).contains("first of status video\r\nsecond\r\n");
            assertThat(answer(terminal, "freeze video")).contains("first of freeze video\r\nsecond\r\n");
        }
        assertThat(carriedOut).containsExactly("status video", "freeze video");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh", "telnet"})
    void whatBefallsALineBefallsItBeforeTheDevice(String protocol) throws Exception {
        faults.add(new Fault("pmc9", Fault.Kind.REFUSE, "refused"), false);
        faults.add(new Fault("pmc9", Fault.Kind.DID_BUT_ERROR, "done"), false);
        try (RelayConnection terminal = terminal(protocol)) {
            assertThat(answer(terminal, "refused")).contains("error: fault injected").doesNotContain("first of");
            assertThat(answer(terminal, "done")).contains("error: fault injected").doesNotContain("first of");
        }
        assertThat(carriedOut).containsExactly("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh", "telnet"})
    void aLateLineArrivesAfterItsSessionHasEnded(String protocol) throws Exception {
        faults.add(new Fault("pmc9", Fault.Kind.LATE, "resume"), false);
        try (RelayConnection terminal = terminal(protocol)) {
            assertThatThrownBy(() -> answer(terminal, "resume")).isInstanceOf(IOException.class);
        }
        assertThat(carriedOut).isEmpty();
        await().until(() -> carriedOut.contains("resume"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh", "telnet"})
    void theSessionEndsWithTheDevice(String protocol) throws Exception {
        try (RelayConnection terminal = terminal(protocol)) {
            device.close();
            assertThatThrownBy(() -> answer(terminal, "status video")).isInstanceOf(IOException.class);
        }
    }

    private RelayConnection terminal(String protocol) throws IOException {
        Access relay = relays.before(start(protocol), anyPort);
        RelayConnection terminal = new RelayedDevice(relay, ACCOUNT, null).connect();
        terminal.readUntil(PROMPT);
        return terminal;
    }

    private Access start(String protocol) {
        Device noting = new NotingDevice();
        if (protocol.equals("ssh")) {
            SshCliServer server = new SshCliServer(noting, ACCOUNT, LineRunner.PLAIN, anyPort, hostKey);
            device = server;
            return Access.ssh("pmc9", "pmc", "lifeboat_pmc", "127.0.0.1", server.port(), server.fingerprint());
        }
        TelnetServer server = new TelnetServer(noting, ACCOUNT, LineRunner.PLAIN, anyPort);
        device = server;
        return Access.telnet("pmc9", "pmc", "lifeboat_pmc", "127.0.0.1", server.port());
    }

    private static String answer(RelayConnection terminal, String line) throws IOException {
        terminal.send(line);
        return terminal.readUntil(PROMPT);
    }

    private final class NotingDevice implements Device {

        @Override
        public String name() {
            return "pmc9";
        }

        @Override
        public String banner() {
            return "a device";
        }

        @Override
        public CommandLine login() {
            return new CommandLine() {
                @Override
                public String prompt() {
                    return "pmc9$ ";
                }

                @Override
                public String execute(String line) {
                    carriedOut.add(line);
                    return "first of " + line + "\nsecond";
                }

                @Override
                public String refusal(String reason) {
                    return reason;
                }

                @Override
                public boolean leaves(String line) {
                    return line.equals("exit");
                }
            };
        }
    }
}
