package lifeboat.connectors.session;

import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
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

    SshTransport(DeviceAddress address, Timeouts timeouts) throws IOException, SessionException {
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
                String password = address.password().resolve();
                session.setPassword(password);
                session.setUserInfo(new LoginAnswers(address.username(), password));
            }
            session.setServerAliveInterval((int) timeouts.command().toMillis());
            session.connect((int) timeouts.connect().toMillis());
            shell = (ChannelShell) session.openChannel("shell");
            shell.setPtyType("vt100", 511, 1000, 0, 0);
            in = shell.getInputStream();
            out = shell.getOutputStream();
            shell.connect((int) timeouts.connect().toMillis());
        } catch (JSchHostKeyException e) {
            throw new SessionException.HostKeyRefused(("%s: cannot log in: it shows another host key than %s, which "
                    + "the inventory pins. Is it another device, or was it replaced? (%s)").formatted(address,
                    address.hostKey(), e.getMessage()), e);
        } catch (JSchException e) {
            if (String.valueOf(e.getMessage()).startsWith("Auth")) {
                throw new SessionException.LoginRefused(("%s: cannot log in: the device does not accept user %s and "
                        + "the secret given (%s)").formatted(address, address.username(), e.getMessage()));
            }
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
    public void close() {
        shell.disconnect();
        session.disconnect();
    }
}
