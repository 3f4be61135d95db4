package lifeboat.connectors.netconf;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.subsystem.SubsystemFactory;

/** A NETCONF server that does, byte by byte, what a test says. */
final class NetconfPort implements AutoCloseable {

    static final String HELLO = """
            <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>
            <capability>urn:ietf:params:netconf:base:%s</capability>
            <capability>urn:ietf:params:netconf:capability:candidate:1.0</capability>
            </capabilities><session-id>4</session-id></hello>]]>]]>""";

    /** One session. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Line line) throws IOException;
    }

    private final SshServer server = SshServer.setUpDefaultServer();

    private NetconfPort(Path folder, Behaviour behaviour) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host-key")));
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setSubsystemFactories(List.of(new SubsystemFactory() {
            @Override
            public String getName() {
                return "netconf";
            }

            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new Subsystem(behaviour);
            }
        }));
        server.start();
    }

    static NetconfPort that(Path folder, Behaviour behaviour) throws IOException {
        return new NetconfPort(folder, behaviour);
    }

    DeviceAddress address() throws Exception {
        String fingerprint = KeyUtils.getFingerPrint(server.getKeyPairProvider().loadKeys((SessionContext) null)
                .iterator().next().getPublic());
        return new DeviceAddress("router1", "junos_like", DeviceAddress.Protocol.NETCONF, "127.0.0.1",
                server.getPort(), Login.withPassword("mcs", () -> "any-secret"), SshTrust.pinned(fingerprint));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** The server's end. */
    record Line(InputStream in, OutputStream out) {

        Line say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return this;
        }

        Line trickle(String text) throws IOException {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                out.write(b);
                out.flush();
            }
            return this;
        }

        /** A reply in chunks of so many bytes. */
        Line chunks(String text, int size) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += size) {
                int count = Math.min(size, bytes.length - from);
                out.write(("\n#" + count + "\n").getBytes(StandardCharsets.UTF_8));
                out.write(bytes, from, count);
            }
            return say("\n##\n");
        }

        /** What the client says until this text, with it. */
        String hear(String end) throws IOException {
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf(end) < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("the client left");
                }
                heard.append((char) c);
            }
            return heard.toString();
        }

        /** Says hello, and answers the first question, which asks for nothing. */
        Line greet(String version) throws IOException {
            say(HELLO.formatted(version)).hear("]]>]]>");
            return version.equals("1.1") ? answer("<data/>", 1000) : answerMarked("<data/>");
        }

        Line answer(String content, int chunk) throws IOException {
            return chunks(reply(hear("\n##\n"), content), chunk);
        }

        Line answerMarked(String content) throws IOException {
            return say(reply(hear("]]>]]>"), content) + "]]>]]>");
        }

        static String reply(String request, String content) {
            String id = request.replaceAll("(?s).*message-id=\"(\\d+)\".*", "$1");
            return "<rpc-reply message-id=\"%s\" xmlns=\"%s\">%s</rpc-reply>".formatted(id, Xml.NETCONF, content);
        }
    }

    private static final class Subsystem implements Command {

        private final Behaviour behaviour;
        private InputStream in;
        private OutputStream out;
        private ExitCallback exit;

        private Subsystem(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = new BufferedInputStream(stream);
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // there are no errors
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread thread = new Thread(() -> {
                try {
                    behaviour.serve(new Line(in, out));
                } catch (IOException e) {
                    // the client left
                } finally {
                    exit.onExit(0);
                }
            }, "netconf-port");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) {
            // the thread ends with its input
        }
    }
}
