package lifeboat.pmc.cli;

import java.io.FilterInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Telnet server (RFC 854) in front of a device: login by name and password, echo by the server (RFC 857). */
public class TelnetServer implements Closeable {

    private static final int IAC = 255;
    private static final int DONT = 254;
    private static final int WILL = 251;
    private static final int SB = 250;
    private static final int SE = 240;
    private static final int ECHO = 1;
    private static final int SUPPRESS_GO_AHEAD = 3;
    private static final int ATTEMPTS = 3;

    private final Device device;
    private final Credentials credentials;
    private final LineRunner runner;
    private final ServerSocket server;
    private final Set<Socket> sessions = ConcurrentHashMap.newKeySet();

    /** @param address where it listens; port 0 is any free one */
    public TelnetServer(Device device, Credentials credentials, LineRunner runner, InetSocketAddress address) {
        this.device = device;
        this.credentials = credentials;
        this.runner = runner;
        try {
            server = new ServerSocket(address.getPort(), 50, address.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot listen on %s: %s".formatted(device.name(), address,
                    e.getMessage()), e);
        }
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(Socket socket) {
        sessions.add(socket);
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(new byte[] {(byte) IAC, (byte) WILL, ECHO, (byte) IAC, (byte) WILL,
                SUPPRESS_GO_AHEAD});
            Terminal terminal = new Terminal(new TelnetInput(socket.getInputStream()), socket.getOutputStream());
            terminal.print("\r\n" + device.banner() + "\r\n\r\n");
            if (login(terminal)) {
                terminal.run(device, runner);
            }
        } catch (IOException e) {
            // the other side went away
        } finally {
            sessions.remove(socket);
        }
    }

    private boolean login(Terminal terminal) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            terminal.print("Username: ");
            String user = terminal.readLine(true);
            terminal.print("Password: ");
            String password = terminal.readLine(false);
            if (user == null || password == null) {
                return false;
            }
            if (credentials.accepts(user, password)) {
                return true;
            }
            terminal.print("% Login invalid\r\n\r\n");
        }
        return false;
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task, device.name() + "-telnet");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket session : sessions) {
            session.close();
        }
    }

    /** Takes the Telnet commands out of what the client sends; the client's wishes are all refused or ignored. */
    private static final class TelnetInput extends FilterInputStream {

        TelnetInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != IAC) {
                    return c;
                }
                int command = in.read();
                if (command == IAC) {
                    return IAC;
                }
                if (command >= WILL && command <= DONT) {
                    in.read();
                } else if (command == SB) {
                    skipSubnegotiation();
                }
            }
            return -1;
        }

        private void skipSubnegotiation() throws IOException {
            for (int last = in.read(), c = in.read(); c >= 0 && !(last == IAC && c == SE); last = c, c = in.read()) {
                // not wanted
            }
        }
    }
}
