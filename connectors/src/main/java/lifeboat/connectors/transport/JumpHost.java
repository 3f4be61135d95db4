package lifeboat.connectors.transport;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Another SSH server that passes a connection on (RFC 4254, section 7.2). No port is opened for it here. */
final class JumpHost implements Proxy {

    private final Session session;
    private Channel channel;
    private InputStream in;
    private OutputStream out;

    /** @param session logged in to the server */
    JumpHost(Session session) {
        this.session = session;
    }

    @Override
    public void connect(SocketFactory factory, String host, int port, int timeout) throws IOException, JSchException {
        channel = session.getStreamForwarder(host, port);
        in = channel.getInputStream();
        out = channel.getOutputStream();
        channel.connect(timeout);
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public Socket getSocket() {
        return null;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.disconnect();
        }
    }
}
