package lifeboat.lab.user;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out for how long users reach neither server while their VLAN is switched (paper step 7): it sends a datagram to
 * an address of each server every millisecond, in whose VLAN only one of them can be, and notes which are answered.
 */
public final class SwitchOverProbe implements AutoCloseable {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DatagramSocket socket = new DatagramSocket();
    private final Server[] servers;

    private static final class Server {
        private final SocketAddress address;
        private long firstAnswered;
        private long lastAnswered;

        Server(SocketAddress address) {
            this.address = address;
        }
    }

    public SwitchOverProbe(SocketAddress one, SocketAddress other) throws IOException {
        servers = new Server[] {new Server(one), new Server(other)};
        daemon(this::send, "probe-sender");
        daemon(this::receive, "probe-receiver");
    }

    private void send() {
        ByteBuffer data = ByteBuffer.allocate(Long.BYTES);
        try {
            for (long due = System.nanoTime(); !socket.isClosed(); due += PERIOD_NANOS) {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                data.putLong(0, System.nanoTime());
                for (Server server : servers) {
                    socket.send(new DatagramPacket(data.array(), Long.BYTES, server.address));
                }
            }
        } catch (IOException | InterruptedException e) {
            // closed
        }
    }

    private void receive() {
        byte[] data = new byte[Long.BYTES];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(data, data.length);
                socket.receive(packet);
                answered(packet.getSocketAddress(), ByteBuffer.wrap(data).getLong());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized void answered(SocketAddress sender, long sentAt) {
        for (Server server : servers) {
            if (server.address.equals(sender)) {
                server.firstAnswered = server.firstAnswered == 0 ? sentAt : server.firstAnswered;
                server.lastAnswered = sentAt;
            }
        }
    }

    /** From the last datagram that reached the one server to the first that reached the other; empty before that. */
    public synchronized Optional<Duration> outage() {
        Server early = servers[0].firstAnswered < servers[1].firstAnswered || servers[1].firstAnswered == 0
                ? servers[0] : servers[1];
        Server late = early == servers[0] ? servers[1] : servers[0];
        return early.firstAnswered == 0 || late.firstAnswered == 0 ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, late.firstAnswered - early.lastAnswered)));
    }

    /** The program: {@code PORT ADDRESS ADDRESS}; each line of input is answered with the outage in nanoseconds. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        try (SwitchOverProbe probe = new SwitchOverProbe(new InetSocketAddress(args[1], port),
                new InetSocketAddress(args[2], port));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                System.out.println(probe.outage().map(Duration::toNanos).orElse(-1L));
            }
        }
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        socket.close();
    }
}
