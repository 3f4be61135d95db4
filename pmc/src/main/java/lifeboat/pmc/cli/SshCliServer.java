package lifeboat.pmc.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;

/** An SSH server in front of a device. The device is its own terminal: it echoes. */
public class SshCliServer implements Closeable {

    private final Device device;
    private final LineRunner runner;
    private final SshServer server = SshServer.setUpDefaultServer();
    private final String fingerprint;

    /** @param address where it listens; port 0 is any free one */
    public SshCliServer(Device device, Credentials credentials, LineRunner runner, InetSocketAddress address,
            KeyPair hostKey) {
        this.device = device;
        this.runner = runner;
        this.fingerprint = KeyUtils.getFingerPrint(hostKey.getPublic());
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.setHost(address.getHostString());
        server.setPort(address.getPort());
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> credentials.accepts(user, password));
        server.setShellFactory(channel -> new Shell());
        server.setSubsystemFactories(List.of());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot listen on %s: %s".formatted(device.name(), address,
                    e.getMessage()), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** The host key's SHA-256 fingerprint, as {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class Shell implements Command {

        private InputStream in;
        private OutputStream out;
        private ExitCallback exit;

        @Override
        public void setInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            // a device has one screen
        }

        @Override
        public void setExitCallback(ExitCallback exit) {
            this.exit = exit;
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            Thread thread = new Thread(() -> {
                try {
                    Terminal terminal = new Terminal(in, out);
                    terminal.print(device.banner() + "\r\n");
                    terminal.run(device, runner);
                } catch (IOException e) {
                    // the other side went away
                } finally {
                    disconnect(channel.getServerSession());
                }
            }, device.name() + "-ssh");
            thread.setDaemon(true);
            thread.start();
        }

        private void disconnect(ServerSession session) {
            exit.onExit(0);
            session.close(false);
        }

        @Override
        public void destroy(ChannelSession channel) {
            // the thread ends with its input
        }
    }
}
