package lifeboat.connectors.transport;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;

/** A channel of an SSH connection of its own: a shell, or a subsystem. */
final class SshTransport implements Transport {

    private static final int COLUMNS = 510;
    private static final int ROWS = 1000;

    /** How a channel is got. */
    @FunctionalInterface
    private interface Opening {
        Channel of(Session session) throws JSchException;
    }

    private final SshConnection connection;
    private final OutputStream out;

    private SshTransport(SshConnection connection, OutputStream out) {
        this.connection = connection;
        this.out = out;
    }

    /** @param further what the device asks by keyboard-interactive besides name and password */
    static SshTransport shell(DeviceAddress address, Timeouts timeouts, List<Question> further, Receiver receiver)
            throws IOException, SessionException {
        return open(address, timeouts, further, receiver, session -> {
            ChannelShell shell = (ChannelShell) session.openChannel("shell");
            shell.setPtyType("vt100", COLUMNS, ROWS, 0, 0);
            return shell;
        });
    }

    /** @param name for example {@code netconf} (RFC 6242) */
    static SshTransport subsystem(String name, DeviceAddress address, Timeouts timeouts, Receiver receiver)
            throws IOException, SessionException {
        return open(address, timeouts, List.of(), receiver, session -> {
            ChannelSubsystem subsystem = (ChannelSubsystem) session.openChannel("subsystem");
            subsystem.setSubsystem(name);
            return subsystem;
        });
    }

    private static SshTransport open(DeviceAddress address, Timeouts timeouts, List<Question> further,
            Receiver receiver, Opening opening) throws IOException, SessionException {
        SshConnection connection = new SshConnection(address, timeouts, further);
        return new TimedAttempt<>(address.name() + "-login", connection, () -> {
            Channel channel = opening.of(connection.connect());
            channel.setOutputStream(new ReceivedBytes(receiver));
            OutputStream out = channel.getOutputStream();
            channel.connect((int) timeouts.connect().toMillis());
            return new SshTransport(connection, out);
        }).within(timeouts.connect().plus(timeouts.login()));
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    @Override
    public String endOfLine() {
        return "\n";
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /** Where JSch writes what arrives. */
    private static final class ReceivedBytes extends OutputStream {

        private final Receiver receiver;

        private ReceivedBytes(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                receiver.received(bytes, offset, count);
            } catch (IOException e) {
                receiver.ended(e.getMessage());
                throw e;
            }
        }

        @Override
        public void close() {
            receiver.ended("the device closed the connection");
        }
    }
}
