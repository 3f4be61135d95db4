package lifeboat.pmc.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import lifeboat.pmc.AgreedTerms;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.Fenced;
import lifeboat.pmc.PeerLink;
import lifeboat.pmc.transfer.ImageKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another server's {@link PeerQuestions}, by each network between the two in turn. */
public final class TlsPeerLink implements PeerLink {

    private static final Logger LOG = LoggerFactory.getLogger(TlsPeerLink.class);
    private static final Duration CONNECT = Duration.ofMillis(800);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final ImageKey key;

    /** @param key with which this server shows who it is */
    public TlsPeerLink(ImageKey key) {
        this.key = key;
    }

    @Override
    public Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch) {
        return ask(terms, PeerQuestions.FENCE, process, epoch).flatMap(Fenced::of);
    }

    @Override
    public void tellRunning(AgreedTerms terms, String process, Epoch epoch) {
        ask(terms, PeerQuestions.RUNNING, process, epoch);
    }

    private Optional<String> ask(AgreedTerms terms, String verb, String process, Epoch epoch) {
        for (String address : terms.peers()) {
            try {
                String answer = ask(address, terms.peerKey(), verb, process, epoch);
                LOG.info("{} {} {} at {}: {}", verb, process, epoch, address, answer);
                return Optional.of(answer);
            } catch (IOException e) {
                LOG.info("{} {} {} at {}: no answer: {}", verb, process, epoch, address, e.getMessage());
            }
        }
        return Optional.empty();
    }

    private String ask(String address, String peerKey, String verb, String process, Epoch epoch) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, PeerQuestions.PORT), (int) CONNECT.toMillis());
            plain.setSoTimeout((int) ANSWER.toMillis());
            try (SSLSocket socket = (SSLSocket) key.context().getSocketFactory().createSocket(plain, address,
                    PeerQuestions.PORT, true)) {
                socket.startHandshake();
                if (!ImageKey.peer(socket).equals(peerKey)) {
                    throw new IOException("the server there has another key than the one it should have");
                }
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeUTF(verb);
                out.writeUTF(process);
                out.writeUTF(epoch.toString());
                out.flush();
                return new DataInputStream(socket.getInputStream()).readUTF();
            }
        }
    }
}
