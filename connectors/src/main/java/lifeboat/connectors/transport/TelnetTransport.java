package lifeboat.connectors.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.login.DeviceAddress;
import org.apache.commons.net.DefaultSocketFactory;
import org.apache.commons.net.telnet.EchoOptionHandler;
import org.apache.commons.net.telnet.InvalidTelnetOptionException;
import org.apache.commons.net.telnet.SuppressGAOptionHandler;
import org.apache.commons.net.telnet.TelnetClient;
import org.apache.commons.net.telnet.TerminalTypeOptionHandler;
import org.apache.commons.net.telnet.WindowSizeOptionHandler;

/**
 * Telnet (RFC 854), with echo and go-ahead left to the device (RFC 857, RFC 858). A device that asks is told of a wide
 * and long terminal (RFC 1091, RFC 1073), so that it neither wraps nor stops.
 */
final class TelnetTransport implements Transport {

    /** None of its bytes is 255, which would be doubled. */
    private static final int COLUMNS = 510;
    private static final int ROWS = 1000;

    private static final int INTERPRET_AS_COMMAND = 255;
    private static final int LAST_WORDS = 400;
    private static final int LAST_WORDS_MILLIS = 200;

    private final Client client = new Client();

    TelnetTransport(DeviceAddress address, Timeouts timeouts, Receiver receiver) throws IOException {
        try {
            client.addOptionHandler(new EchoOptionHandler(false, false, false, true));
            client.addOptionHandler(new SuppressGAOptionHandler(true, true, true, true));
            client.addOptionHandler(new TerminalTypeOptionHandler("VT100", false, false, true, false));
            client.addOptionHandler(new WindowSizeOptionHandler(COLUMNS, ROWS, false, false, true, false));
        } catch (InvalidTelnetOptionException e) {
            throw new IllegalStateException(e);
        }
        client.setReaderThread(false);
        client.setSocketFactory(new DefaultSocketFactory() {
            @Override
            public Socket createSocket() {
                return new PromptSocket();
            }
        });
        client.setConnectTimeout((int) timeouts.connect().toMillis());
        connect(address);
        client.setTcpNoDelay(true);
        client.setKeepAlive(true);
        follow(receiver, address.name() + "-screen");
    }

    /** The library's own stream takes every carriage return for a line's end, and adds a line feed to it. */
    private static final class Client extends TelnetClient {

        private String lastWords() {
            if (_socket_ == null || _input_ == null) {
                return "";
            }
            try {
                _socket_.setSoTimeout(LAST_WORDS_MILLIS);
                return new String(_input_.readNBytes(LAST_WORDS), StandardCharsets.US_ASCII)
                        .replaceAll("[^\\x20-\\x7e]+", " ").strip();
            } catch (IOException e) {
                return "";
            }
        }

        private synchronized void write(byte[] bytes) throws IOException {
            if (_output_ == null) {
                throw new IOException("the connection is closed");
            }
            _output_.write(bytes);
            _output_.flush();
        }
    }

    private void follow(Receiver receiver, String threadName) {
        InputStream in = client.getInputStream();
        Thread thread = new Thread(() -> {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    receiver.received(buffer, 0, n);
                }
                receiver.ended("the device closed the connection");
            } catch (IOException | RuntimeException e) {
                receiver.ended("the connection broke: " + e.getMessage());
            }
        }, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    /** A device that has no line left says so and hangs up, perhaps before we have said a word. */
    private void connect(DeviceAddress address) throws IOException {
        try {
            client.connect(address.host(), address.port());
        } catch (IOException e) {
            String words = client.lastWords();
            throw words.isEmpty() ? e : new IOException("%s; it printed last: '%s'".formatted(e.getMessage(), words),
                    e);
        }
    }

    /** A carriage return alone is followed by NUL, and 255 is said twice (RFC 854). */
    @Override
    public void send(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 2);
        for (int i = 0; i < bytes.length; i++) {
            out.write(bytes[i]);
            if ((bytes[i] & 0xff) == INTERPRET_AS_COMMAND) {
                out.write(INTERPRET_AS_COMMAND);
            } else if (bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n')) {
                out.write(0);
            }
        }
        client.write(out.toByteArray());
    }

    @Override
    public String endOfLine() {
        return "\r\n";
    }

    @Override
    public void close() throws IOException {
        client.disconnect();
    }
}
