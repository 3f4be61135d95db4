package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** A device's SSH port. */
public final class SshPort implements AutoCloseable {

    private final SshServer server = SshServer.setUpDefaultServer();
    private final ScriptedDevice device;

    public SshPort(ScriptedDevice device, Path hostKey) throws IOException {
        this.device = device;
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(hostKey));
        server.setPasswordAuthenticator((user, password, session) ->
                "mcs".equals(user) && ScriptedDevice.PASSWORD.equals(password));
        server.setShellFactory(channel -> new Shell());
        server.start();
    }

    public DeviceAddress address(Secret password, String hostKey) {
        return new DeviceAddress("sw1", "scripted", DeviceAddress.Protocol.SSH, "127.0.0.1", server.getPort(), "mcs",
                password, null, hostKey);
    }

    public String fingerprint() throws IOException, GeneralSecurityException {
        return KeyUtils.getFingerPrint(server.getKeyPairProvider().loadKeys((SessionContext) null).iterator().next()
                .getPublic());
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
            // one screen
        }

        @Override
        public void setExitCallback(ExitCallback exit) {
            this.exit = exit;
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            Thread thread = new Thread(() -> {
                try {
                    device.serve(in, out);
                } catch (IOException e) {
                    // the client left
                } finally {
                    exit.onExit(0);
                    channel.getServerSession().close(false);
                }
            }, "ssh-port");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) {
            // the thread ends with its input
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
