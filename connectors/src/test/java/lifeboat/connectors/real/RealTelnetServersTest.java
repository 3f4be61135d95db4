package lifeboat.connectors.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.definition.OperationLine;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.transport.Deadline;
import org.junit.jupiter.api.Test;

/** Telnet servers from Debian, and the command line of FRR by Telnet and by SSH. */
class RealTelnetServersTest extends RealLogin {

    private DeviceAddress telnet(String platform, RealServer server, Login login) {
        return new DeviceAddress("old1", platform, DeviceAddress.Protocol.TELNET, "127.0.0.1", server.port(), login,
                null);
    }

    private void assertWorks(RealServer server) throws Exception {
        try (CliSession session = open(telnet("linux_bridge", server,
                Login.withPassword(Accounts.USER, accounts.password())))) {
            assertThat(session.run("echo fine; id -un")).isEqualTo("fine\nroot");
            assertThat(session.run("seq 1 100000").lines().skip(99_999)).containsExactly("100000");
        }
        assertThatThrownBy(() -> open(telnet("linux_bridge", server,
                Login.withPassword(Accounts.USER, secret("wrong"))))).isInstanceOf(LoginRefused.class);
        assertThat(journal.toString()).doesNotContain(Accounts.PASSWORD);
    }

    @Test
    void logsInToInetutilsTelnetd() throws Exception {
        int port = RealServer.freePort();
        try (RealServer telnetd = RealServer.start(folder.resolve("telnetd.log"), port, accounts.known("login",
                List.of("socat", "TCP-LISTEN:%d,bind=127.0.0.1,reuseaddr,fork".formatted(port),
                        "EXEC:/usr/sbin/telnetd,nofork")))) {
            assertWorks(telnetd);
        }
    }

    @Test
    void logsInToBusyboxTelnetd() throws Exception {
        int port = RealServer.freePort();
        try (RealServer telnetd = RealServer.start(folder.resolve("telnetd.log"), port, accounts.known("login",
                List.of("busybox", "telnetd", "-F", "-b", "127.0.0.1:" + port, "-l", "/bin/login")))) {
            assertWorks(telnetd);
        }
    }

    /** bgpd alone: no kernel routes, no neighbours. */
    private RealServer frr(Path sockets) throws Exception {
        int port = RealServer.freePort();
        Path config = Files.writeString(folder.resolve("bgpd.conf"), """
                hostname router1
                password %s
                enable password enable-of-the-test
                line vty
                """.formatted(Accounts.PASSWORD));
        Files.createDirectories(sockets);
        return RealServer.start(folder.resolve("bgpd.log"), port, List.of("/usr/lib/frr/bgpd", "-n", "-S", "-p", "0",
                "-A", "127.0.0.1", "-P", String.valueOf(port), "-f", config.toString(), "-u", "root", "-g", "root",
                "--vty_socket", sockets.toString(), "-i", folder.resolve("bgpd.pid").toString(), "-z",
                folder.resolve("zebra").toString()));
    }

    private void configures(CliSession session) throws SessionException {
        assertThat(session.mode()).isEqualTo("privileged_exec");
        session.enter("configuration");
        session.run("route-map lifeboat permit 10");
        assertThat(session.prompt()).contains("(config-route-map)");
        session.enter("privileged_exec");
        assertThat(session.run("show running-config")).contains("route-map lifeboat permit 10");
        assertThatThrownBy(() -> session.execute(OperationLine.of("show nonsense"), Deadline.in(Duration.ofSeconds(5))))
                .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.words()).contains("Unknown command"));
    }

    @Test
    void logsInToFrrWithAPasswordAndAnEnablePassword() throws Exception {
        try (RealServer frr = frr(folder.resolve("sockets"))) {
            Login login = new Login("mcs", accounts.password(), null, null, Map.of("enable",
                    secret("enable-of-the-test")));
            try (CliSession session = open(telnet("ios_like", frr, login))) {
                configures(session);
            }
            assertThatThrownBy(() -> open(telnet("ios_like", frr, Login.withPassword("mcs", accounts.password()))))
                    .isInstanceOf(LoginRefused.class).hasMessageContaining("'enable'");
            assertThat(journal.toString()).doesNotContain(Accounts.PASSWORD).doesNotContain("enable-of-the-test");
        }
    }

    @Test
    void logsInToVtysh() throws Exception {
        Path sockets = folder.resolve("sockets");
        OpenSsh.key(folder, "user");
        try (RealServer frr = frr(sockets);
                OpenSsh sshd = OpenSsh.start(folder, accounts, "AuthorizedKeysFile " + folder.resolve("user.pub"),
                        "ForceCommand vtysh --vty_socket " + sockets + " -d bgpd")) {
            DeviceAddress address = new DeviceAddress("router1", "ios_like", DeviceAddress.Protocol.SSH, "127.0.0.1",
                    sshd.port(), Login.withKey(Accounts.USER, folder.resolve("user")),
                    SshTrust.pinned(sshd.fingerprint()));
            try (CliSession session = open(address)) {
                configures(session);
            }
            assertThat(frr.port()).isPositive();
        }
    }
}
