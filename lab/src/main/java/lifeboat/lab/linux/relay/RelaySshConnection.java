package lifeboat.lab.linux.relay;

import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import lifeboat.lab.Access;

/** By SSH, to a device of the same machine: whose key that is goes without saying. */
final class RelaySshConnection extends RelayConnection {

    private static final int COLUMNS = 511;
    private static final int ROWS = 1000;

    private final Session session;
    private final InputStream in;
    private final OutputStream out;

    private RelaySshConnection(Session session, InputStream in, OutputStream out) {
        this.session = session;
        this.in = in;
        this.out = out;
    }

    static RelaySshConnection to(RelayedDevice device) throws IOException {
        Access access = device.access();
        try {
            JSch client = new JSch();
            boolean byKey = access.login() == Access.LoginKind.KEY;
            Session session = client.getSession(byKey ? "root" : device.credentials().user(), access.host(),
                    access.port());
            if (byKey) {
                client.addIdentity(device.key().toString());
            } else {
                session.setPassword(device.credentials().password());
            }
            session.setConfig("StrictHostKeyChecking", "no");
            session.setDaemonThread(true);
            session.connect(PATIENCE_MILLIS);
            ChannelShell shell = (ChannelShell) session.openChannel("shell");
            shell.setPtyType("dumb", COLUMNS, ROWS, 0, 0);
            InputStream in = shell.getInputStream();
            OutputStream out = shell.getOutputStream();
            shell.connect(PATIENCE_MILLIS);
            return new RelaySshConnection(session, in, out);
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    InputStream in() {
        return in;
    }

    @Override
    OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        session.disconnect();
    }
}
