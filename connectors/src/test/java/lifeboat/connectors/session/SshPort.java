package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import lifeboat.connectors.secret.Secret;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;

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

    /** From now on it takes no password by itself, but asks these questions. */
    void asks(String... questions) {
        server.setPasswordAuthenticator(null);
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        server.setKeyboardInteractiveAuthenticator(new KeyboardInteractiveAuthenticator() {
            @Override
            public InteractiveChallenge generateChallenge(ServerSession session, String username, String lang,
                    String subMethods) {
                InteractiveChallenge challenge = new InteractiveChallenge();
                challenge.setInteractionName("");
                challenge.setInteractionInstruction("");
                challenge.setLanguageTag("");
                for (String question : questions) {
                    challenge.addPrompt(question, false);
                }
                return challenge;
            }

            @Override
            public boolean authenticate(ServerSession session, String username, List<String> responses) {
                return responses.size() == questions.length && IntStream.range(0, questions.length).allMatch(i ->
                        responses.get(i).equals(questions[i].startsWith("Pass") ? ScriptedDevice.PASSWORD
                                : questions[i].contains("yes/no") ? "yes" : "mcs"));
            }
        });
    }

    public DeviceAddress address(Secret password, String hostKey) {
        return new DeviceAddress("sw1", "scripted", DeviceAddress.Protocol.SSH, "127.0.0.1", server.getPort(),
                Login.withPassword("mcs", password), SshTrust.pinned(hostKey));
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
