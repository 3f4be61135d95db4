package lifeboat.connectors.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.HostKeyRefused;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.failure.SessionException.Unreachable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.session.CliSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenSSH's server and Dropbear, and the ways to log in to them. */
class RealSshServersTest extends RealLogin {

    private static final String PASSPHRASE = "passphrase-of-the-test";

    private void assertWorks(DeviceAddress address) throws SessionException {
        try (CliSession session = open(address)) {
            assertThat(session.run("echo fine; id -un")).isEqualTo("fine\nroot");
        }
    }

    private Login byKey(String name) throws Exception {
        return Login.withKey(Accounts.USER, OpenSsh.key(folder, name));
    }

    private String authorized(String name) {
        return "AuthorizedKeysFile " + folder.resolve(name + ".pub");
    }

    @ParameterizedTest
    @CsvSource({"ed25519, RFC4716", "rsa, RFC4716", "rsa, PEM", "ecdsa, PKCS8"})
    void logsInToOpenSshWithAnEncryptedKey(String type, String format) throws Exception {
        Path key = folder.resolve("encrypted");
        RealServer.run("ssh-keygen", "-q", "-t", type, "-m", format, "-N", PASSPHRASE, "-f", key.toString());
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("encrypted"))) {
            assertWorks(sshd.address(new Login(Accounts.USER, null, new Login.Key(key, secret(PASSPHRASE), null), null,
                    Map.of())));
            assertThatThrownBy(() -> open(sshd.address(new Login(Accounts.USER, null,
                    new Login.Key(key, secret("wrong"), null), null, Map.of()))))
                    .isInstanceOf(LoginRefused.class).hasMessageNotContaining(PASSPHRASE);
        }
    }

    @Test
    void logsInToOpenSshByPasswordThroughPam() throws Exception {
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, "PasswordAuthentication yes")) {
            assertWorks(sshd.address(Login.withPassword(Accounts.USER, accounts.password())));
            assertThatThrownBy(() -> open(sshd.address(Login.withPassword(Accounts.USER, secret("wrong")))))
                    .isInstanceOf(LoginRefused.class).hasMessageContaining("does not accept user root");
        }
    }

    @Test
    void logsInToOpenSshByKeyboardInteractiveThroughPam() throws Exception {
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, "KbdInteractiveAuthentication yes",
                "Banner " + Files.writeString(folder.resolve("banner"), "Authorised users only!\nlogin: x#\n"))) {
            assertWorks(sshd.address(Login.withPassword(Accounts.USER, accounts.password())));
        }
    }

    @Test
    void logsInToOpenSshWithACertificateAndKnowsItsHostByOne() throws Exception {
        Path authority = OpenSsh.key(folder, "authority");
        Path key = OpenSsh.key(folder, "user");
        OpenSsh.key(folder, "host-key");
        RealServer.run("ssh-keygen", "-q", "-s", authority.toString(), "-I", "user", "-n", Accounts.USER,
                folder.resolve("user.pub").toString());
        RealServer.run("ssh-keygen", "-q", "-s", authority.toString(), "-h", "-I", "host", "-n", "127.0.0.1",
                folder.resolve("host-key.pub").toString());
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, "TrustedUserCAKeys " + authority + ".pub",
                "AuthorizedKeysFile none", "HostCertificate " + folder.resolve("host-key-cert.pub"))) {
            Path known = Files.writeString(folder.resolve("known"), "@cert-authority [127.0.0.1]:%d %s".formatted(
                    sshd.port(), Files.readString(folder.resolve("authority.pub"))));
            Login login = new Login(Accounts.USER, null, new Login.Key(key, null, folder.resolve("user-cert.pub")),
                    null, Map.of());

            assertWorks(sshd.address(login, new SshTrust(null, known, false, null)));
        }
    }

    @Test
    void logsInToOpenSshWithAKeyThatAnAgentHas() throws Exception {
        Path key = OpenSsh.key(folder, "user");
        Path socket = folder.resolve("agent");
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("user"));
                RealServer agent = RealServer.start(folder.resolve("agent.log"), socket,
                        List.of("ssh-agent", "-D", "-a", socket.toString()))) {
            Login login = new Login(Accounts.USER, null, null, socket, Map.of());
            assertThatThrownBy(() -> open(sshd.address(login))).isInstanceOf(LoginRefused.class);

            RealServer.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());

            assertWorks(sshd.address(login));
            assertThat(agent.port()).isZero();
        }
    }

    @Test
    void knowsAHostByHashedKnownHosts() throws Exception {
        Login login = byKey("user");
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("user"))) {
            Path known = Files.writeString(folder.resolve("known"), "[127.0.0.1]:%d %s".formatted(sshd.port(),
                    Files.readString(folder.resolve("host-key.pub"))));
            RealServer.run("ssh-keygen", "-q", "-H", "-f", known.toString());
            assertThat(known).content().doesNotContain("127.0.0.1");

            assertWorks(sshd.address(login, new SshTrust(null, known, false, null)));

            OpenSsh.key(folder, "other");
            Files.writeString(known, "[127.0.0.1]:%d %s".formatted(sshd.port(),
                    Files.readString(folder.resolve("other.pub"))));
            assertThatThrownBy(() -> open(sshd.address(login, new SshTrust(null, known, false, null))))
                    .isInstanceOf(HostKeyRefused.class).hasMessageContaining("was it replaced?")
                    .hasMessageContaining(known.toString());
            Files.writeString(known, "");
            assertThatThrownBy(() -> open(sshd.address(login, new SshTrust(null, known, false, null))))
                    .isInstanceOf(HostKeyRefused.class);
        }
    }

    @Test
    void reachesAHostThroughTwoOthers() throws Exception {
        Login login = byKey("user");
        try (OpenSsh first = OpenSsh.start(folder, accounts, authorized("user"));
                OpenSsh second = OpenSsh.start(folder, accounts, authorized("user"));
                OpenSsh third = OpenSsh.start(folder, accounts, authorized("user"))) {
            assertWorks(third.address(login).through(second.address(login).through(first.address(login))));
        }
    }

    @Test
    void acceptsOldAlgorithmsIfItIsToldTo() throws Exception {
        Login login = byKey("user");
        RealServer.run("ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", folder.resolve("host-key").toString());
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("user"), "HostKeyAlgorithms ssh-rsa",
                "KexAlgorithms diffie-hellman-group14-sha1", "Ciphers aes128-cbc", "MACs hmac-sha1")) {
            assertThatThrownBy(() -> open(sshd.address(login))).isInstanceOf(Unreachable.class)
                    .hasMessageContaining("diffie-hellman-group14-sha1").hasMessageContaining("legacy-algorithms: yes");

            assertWorks(sshd.address(login, new SshTrust(sshd.fingerprint(), null, true, null)));
        }
    }

    @Test
    void changesKeysInTheMiddleOfALongAnswer() throws Exception {
        Login login = byKey("user");
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("user"), "RekeyLimit 64K");
                CliSession session = open(sshd.address(login))) {
            assertThat(session.run("seq 1 300000").lines().skip(299_999)).containsExactly("300000");
        }
    }

    @Test
    void opensASessionAgainThatTheServerHasClosed() throws Exception {
        Login login = byKey("user");
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("user"));
                DeviceSessions sessions = new DeviceSessions(definitions, journal::add)) {
            DeviceAddress address = sshd.address(login);
            String before = shell(sessions, address);
            CliSession session = sessions.with(address, same -> same);

            sshd.hangUp();
            await().until(() -> !session.isOpen());

            assertThat(shell(sessions, address)).isNotEqualTo(before);
        }
    }

    private static String shell(DeviceSessions sessions, DeviceAddress address) throws SessionException {
        return sessions.with(address, session -> session.run("echo $$"));
    }

    @Test
    void replacesAWarmSessionThatTheServerHasClosed() throws Exception {
        Login login = byKey("user");
        try (OpenSsh sshd = OpenSsh.start(folder, accounts, authorized("user"));
                DeviceSessions sessions = new DeviceSessions(definitions, journal::add,
                        Duration.ofMillis(100))) {
            DeviceAddress address = sshd.address(login);
            sessions.warm(address);
            long opened = opened();

            sshd.hangUp();

            await().until(() -> opened() > opened);
        }
    }

    private long opened() {
        return journal.stream().filter(record -> record.command().startsWith("export")).count();
    }

    @ParameterizedTest
    @CsvSource({"key", "password"})
    void logsInToDropbear(String way) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/.ssh"));
        Login login = way.equals("key") ? byKey("user")
                : Login.withPassword(Accounts.USER, accounts.password());
        OpenSsh.key(folder, "user");
        Files.copy(folder.resolve("user.pub"), home.resolve("authorized_keys"));
        RealServer.run("chmod", "700", home.getParent().toString(), home.toString());
        RealServer.run("chmod", "600", home.resolve("authorized_keys").toString());
        Path passwd = Files.writeString(folder.resolve("passwd"), "root:x:0:0:root:%s:/bin/bash\n".formatted(
                home.getParent()));
        Path hostKey = folder.resolve("dropbear-key");
        RealServer.run("dropbearkey", "-t", "ed25519", "-f", hostKey.toString());
        String fingerprint = RealServer.run("dropbearkey", "-y", "-f", hostKey.toString()).lines()
                .filter(line -> line.startsWith("Fingerprint: ")).findFirst().orElseThrow().split(" ")[1];
        int port = RealServer.freePort();
        try (RealServer dropbear = RealServer.start(folder.resolve("dropbear.log"), port, RealServer.seeing(
                List.of(passwd, Path.of("/etc/passwd")), accounts.known("login", List.of("dropbear", "-F", "-E", "-r",
                        hostKey.toString(), "-p", "127.0.0.1:" + port, "-P", folder.resolve("pid").toString()))))) {
            assertWorks(new DeviceAddress("box1", "linux_bridge", DeviceAddress.Protocol.SSH, "127.0.0.1",
                    dropbear.port(), login, SshTrust.pinned(fingerprint)));
        }
    }
}
