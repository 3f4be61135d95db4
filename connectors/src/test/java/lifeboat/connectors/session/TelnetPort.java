package lifeboat.connectors.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.secret.Secret;

/** A device's Telnet port: negotiates like an old switch, asks for name and password. */
public final class TelnetPort implements AutoCloseable {

    private static final byte[] WILL_ECHO_DO_TERMINAL_TYPE =
            {(byte) 255, (byte) 251, 1, (byte) 255, (byte) 253, 24, (byte) 255, (byte) 253, 31};

    private static final int SUBNEGOTIATION = 250;
    private static final int SUBNEGOTIATION_END = 240;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final CommandLine device;

    /** What somebody gets who has logged in. */
    @FunctionalInterface
    public interface CommandLine {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    public TelnetPort(CommandLine device) throws IOException {
        this.device = device;
        Thread thread = new Thread(this::accept, "telnet-port");
        thread.setDaemon(true);
        thread.start();
    }

    public DeviceAddress address(Secret password) {
        return address("scripted", password);
    }

    public DeviceAddress address(String platform, Secret password) {
        return new DeviceAddress("sw1", platform, DeviceAddress.Protocol.TELNET, "127.0.0.1",
                server.getLocalPort(), Login.withPassword("mcs", password), null);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                serve(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private static void skipNegotiation(InputStream raw) throws IOException {
        if (raw.read() == SUBNEGOTIATION) {
            int before = 0;
            for (int c = raw.read(); c >= 0 && !(before == 255 && c == SUBNEGOTIATION_END); c = raw.read()) {
                before = c;
            }
        } else {
            raw.read();
        }
    }

    private void serve(InputStream raw, OutputStream out) throws IOException {
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                int c = raw.read();
                while (c == 255) {
                    skipNegotiation(raw);
                    c = raw.read();
                }
                return c;
            }
        };
        out.write(WILL_ECHO_DO_TERMINAL_TYPE);
        for (int attempt = 0; attempt < 3; attempt++) {
            ScriptedDevice.print(out, "\r\nUser Access Verification\r\n\r\nlogin: ");
            String user = ScriptedDevice.readLine(in, out, true);
            ScriptedDevice.print(out, "Password: ");
            String password = ScriptedDevice.readLine(in, out, false);
            if ("mcs".equals(user) && ScriptedDevice.PASSWORD.equals(password)) {
                device.serve(in, out);
                return;
            }
            ScriptedDevice.print(out, "Login incorrect\r\n");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
