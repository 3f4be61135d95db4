package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.secret.Secret;

/** A Telnet port that does, byte by byte, what a test says. */
final class MisbehavingDevice implements AutoCloseable {

    /** One login. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Line line) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger logins = new AtomicInteger();

    private MisbehavingDevice(Behaviour behaviour) throws IOException {
        Thread thread = new Thread(() -> accept(behaviour), "misbehaving-device");
        thread.setDaemon(true);
        thread.start();
    }

    static MisbehavingDevice that(Behaviour behaviour) throws IOException {
        return new MisbehavingDevice(behaviour);
    }

    /** How often somebody connected. */
    int logins() {
        return logins.get();
    }

    DeviceAddress address(Secret password) {
        return new DeviceAddress("old1", "plain", DeviceAddress.Protocol.TELNET, "127.0.0.1", server.getLocalPort(),
                Login.withPassword("mcs", password), null);
    }

    private void accept(Behaviour behaviour) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                logins.incrementAndGet();
                behaviour.serve(new Line(socket.getInputStream(), socket.getOutputStream()));
            } catch (IOException e) {
                // the client left, or the test is over
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The device's end of the line. */
    record Line(InputStream in, OutputStream out) {

        Line print(String text) throws IOException {
            return print(text, StandardCharsets.UTF_8);
        }

        Line print(String text, Charset charset) throws IOException {
            return send(text.getBytes(charset));
        }

        Line send(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        /** One byte in each packet. */
        Line trickle(byte... bytes) throws IOException {
            for (byte b : bytes) {
                out.write(b);
                out.flush();
                Thread.yield();
            }
            return this;
        }

        /** The next line that is typed, without what Telnet negotiates. */
        String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = read(); c != '\n'; c = read()) {
                if (c != '\r' && c != 0) {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        /** The next key that is pressed. */
        int read() throws IOException {
            int c = in.read();
            while (c == 255) {
                skipNegotiation();
                c = in.read();
            }
            if (c < 0) {
                throw new IOException("the client left");
            }
            return c;
        }

        private void skipNegotiation() throws IOException {
            int command = in.read();
            if (command == 250) {
                int before = 0;
                for (int c = in.read(); !(before == 255 && c == 240) && c >= 0; c = in.read()) {
                    before = c;
                }
            } else {
                in.read();
            }
        }

        /** Answers each line until the client leaves. */
        void answer(UnaryOperator<String> answers) throws IOException {
            while (true) {
                print(answers.apply(readLine()));
            }
        }
    }
}
