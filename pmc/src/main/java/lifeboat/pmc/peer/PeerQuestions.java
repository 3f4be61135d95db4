package lifeboat.pmc.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.PmcMigrations;
import lifeboat.pmc.transfer.ImageKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other servers' PMCs, by TLS: each side knows the other's key from the controller. */
public final class PeerQuestions implements AutoCloseable {

    /** The TCP port for questions. */
    public static final int PORT = 7180;

    static final String FENCE = "fence";
    static final String RUNNING = "running";
    static final String NOTED = "noted";
    static final String REFUSED = "refused: ";

    private static final Logger LOG = LoggerFactory.getLogger(PeerQuestions.class);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_ACCEPT = Duration.ofSeconds(2);

    private final PmcMigrations controller;
    private final SSLServerSocket server;
    private final Thread accepting;

    /** @param address where to listen; null for every address of this server */
    public PeerQuestions(String address, ImageKey key, PmcMigrations controller) {
        this.controller = controller;
        try {
            server = (SSLServerSocket) key.context().getServerSocketFactory().createServerSocket();
            server.setNeedClientAuth(true);
            server.setReuseAddress(true);
            server.bind(address == null ? new InetSocketAddress(PORT)
                    : new InetSocketAddress(InetAddress.getByName(address), PORT));
        } catch (IOException e) {
            throw new UncheckedIOException("Other PMCs cannot be answered on port %d: %s".formatted(PORT,
                    e.getMessage()), e);
        }
        accepting = daemon(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                daemon(() -> answer(socket));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void answer(SSLSocket socket) {
        try (socket) {
            socket.setSoTimeout((int) SILENCE.toMillis());
            String sender = ImageKey.peer(socket);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String verb = in.readUTF();
            String process = in.readUTF();
            String epoch = in.readUTF();
            String answer = answer(sender, verb, process, epoch);
            LOG.info("another PMC: {} {} {}: {}", verb, process, epoch, answer);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeUTF(answer);
            out.flush();
        } catch (IOException e) {
            LOG.info("a question of another PMC was not answered: {}", e.getMessage());
        }
    }

    private String answer(String sender, String verb, String process, String named) {
        try {
            Optional<Epoch> epoch = Epoch.of(named);
            if (epoch.isEmpty() || !controller.isKnown(process)
                    || !controller.peerKey(process).equals(Optional.of(sender))) {
                return REFUSED + "nothing was agreed on with a server that has this key";
            }
            if (verb.equals(FENCE)) {
                return controller.fence(process, epoch.get(), false).toString();
            }
            controller.discardFenced(process, epoch.get());
            return NOTED;
        } catch (CommandRefused | RuntimeException e) {
            return REFUSED + e.getMessage();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "peer-questions");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The port is free afterwards: a thread that is still in its call keeps it. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join(LONGEST_ACCEPT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
