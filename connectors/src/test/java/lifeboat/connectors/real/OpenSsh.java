package lifeboat.connectors.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;

/** OpenSSH's server, with keys of the test's. */
final class OpenSsh implements AutoCloseable {

    private final Path folder;
    private final RealServer server;

    private OpenSsh(Path folder, RealServer server) {
        this.folder = folder;
        this.server = server;
    }

    /** @param settings lines for its configuration, besides where it listens and its host key */
    static OpenSsh start(Path folder, Accounts accounts, String... settings)
            throws IOException, InterruptedException {
        return start(folder, accounts, RealServer.freePort(), settings);
    }

    static OpenSsh start(Path folder, Accounts accounts, int port, String... settings)
            throws IOException, InterruptedException {
        key(folder, "host-key");
        Path config = Files.createTempFile(folder, "sshd", ".conf");
        Files.writeString(config, """
                %s
                ListenAddress 127.0.0.1:%d
                HostKey %s
                PidFile none
                PermitRootLogin yes
                StrictModes no
                UsePAM yes
                PrintMotd no
                PrintLastLog no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                """.formatted(String.join("\n", settings), port, folder.resolve("host-key")));
        Files.createDirectories(Path.of("/run/sshd"));
        return new OpenSsh(folder, RealServer.start(Files.createTempFile(folder, "sshd", ".log"), port,
                accounts.known("sshd", List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString()))));
    }

    /** A new key without a passphrase, unless there is one. */
    static Path key(Path folder, String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            RealServer.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());
        }
        return file;
    }

    String fingerprint() throws IOException, InterruptedException {
        return RealServer.run("ssh-keygen", "-l", "-f", folder.resolve("host-key.pub").toString()).split(" ")[1];
    }

    int port() {
        return server.port();
    }

    void hangUp() {
        server.hangUp();
    }

    DeviceAddress address(Login login) throws IOException, InterruptedException {
        return address(login, SshTrust.pinned(fingerprint()));
    }

    DeviceAddress address(Login login, SshTrust trust) {
        return new DeviceAddress("host1", "linux_bridge", DeviceAddress.Protocol.SSH, "127.0.0.1", port(), login,
                trust);
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
