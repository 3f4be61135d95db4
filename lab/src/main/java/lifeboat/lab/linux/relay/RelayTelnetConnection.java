package lifeboat.lab.linux.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.apache.commons.net.telnet.EchoOptionHandler;
import org.apache.commons.net.telnet.InvalidTelnetOptionException;
import org.apache.commons.net.telnet.SuppressGAOptionHandler;
import org.apache.commons.net.telnet.TelnetClient;

/** By Telnet (RFC 854), logged in. */
final class RelayTelnetConnection extends RelayConnection {

    private static final Pattern USER = Pattern.compile("(?:login|Username): $");
    private static final Pattern PASSWORD = Pattern.compile("Password: $");

    private final TelnetClient client = new TelnetClient("dumb");

    /** It lets the device echo (RFC 857): an answer is what follows after the line. */
    private RelayTelnetConnection() throws IOException {
        client.setConnectTimeout(PATIENCE_MILLIS);
        try {
            client.addOptionHandler(new EchoOptionHandler(false, false, false, true));
            client.addOptionHandler(new SuppressGAOptionHandler(false, false, true, true));
        } catch (InvalidTelnetOptionException e) {
            throw new IOException(e);
        }
    }

    static RelayTelnetConnection to(RelayedDevice device) throws IOException {
        RelayTelnetConnection connection = new RelayTelnetConnection();
        try {
            connection.client.connect(device.access().host(), device.access().port());
            connection.client.setTcpNoDelay(true);
            connection.readUntil(USER);
            connection.send(device.credentials().user());
            connection.readUntil(PASSWORD);
            connection.send(device.credentials().password());
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    InputStream in() {
        return client.getInputStream();
    }

    @Override
    OutputStream out() {
        return client.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        if (client.isConnected()) {
            client.disconnect();
        }
    }
}
