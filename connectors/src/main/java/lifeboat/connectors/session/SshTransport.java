package lifeboat.connectors.session;

import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An SSH shell. The device must show the host key that the inventory pins. */
final class SshTransport implements Transport {

    private final Session session;
    private final ChannelShell shell;
    private final InputStream in;
    private final OutputStream out;

    SshTransport(DeviceAddress address, Timeouts timeouts) throws IOException {
        try {
            JSch jsch = new JSch();
            if (address.privateKey() != null) {
                jsch.addIdentity(address.privateKey().toString());
            }
            session = jsch.getSession(address.username(), address.host(), address.port());
            session.setHostKeyRepository(new PinnedHostKey(address.hostKey()));
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setConfig("PreferredAuthentications", address.privateKey() != null ? "publickey"
                    : "password,keyboard-interactive");
            if (address.password() != null) {
                session.setPassword(address.password().resolve());
            }
            session.setServerAliveInterval((int) timeouts.command().toMillis());
            session.connect((int) timeouts.connect().toMillis());
            shell = (ChannelShell) session.openChannel("shell");
            shell.setPtyType("vt100", 511, 1000, 0, 0);
            in = shell.getInputStream();
            out = shell.getOutputStream();
            shell.connect((int) timeouts.connect().toMillis());
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public String endOfLine() {
        return "\n";
    }

    @Override
    public boolean asksForLogin() {
        return false;
    }

    @Override
    public void close() {
        shell.disconnect();
        session.disconnect();
    }
}
