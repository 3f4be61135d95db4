package lifeboat.connectors.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Redaction;
import lifeboat.connectors.transport.Transport;
import lifeboat.connectors.transport.TransportOpening;

/** Listens to a session. */
public final class Recorder {

    private final DeviceAddress device;
    private final Redaction redaction;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    public Recorder(DeviceAddress device) {
        this.device = device;
        this.redaction = new Redaction(device.login().secrets());
    }

    /** The same connection, and what goes over it is recorded. */
    public TransportOpening listeningTo(TransportOpening opening) {
        return receiver -> {
            Transport transport = opening.open(new Transport.Receiver() {
                @Override
                public void received(byte[] bytes, int offset, int count) throws IOException {
                    noteReceived(bytes, offset, count);
                    receiver.received(bytes, offset, count);
                }

                @Override
                public void ended(String reason) {
                    receiver.ended(reason);
                }
            });
            return new RecordedTransport(transport);
        };
    }

    private synchronized void noteReceived(byte[] bytes, int offset, int count) {
        received.write(bytes, offset, count);
    }

    private synchronized void noteSent(byte[] bytes) {
        flush();
        exchanges.add(Exchange.ofSent(redaction.of(new String(bytes, StandardCharsets.UTF_8)
                .replaceFirst("\\r?\\n$", ""))));
    }

    private void flush() {
        if (received.size() > 0) {
            exchanges.add(Exchange.ofReceived(redaction.of(received.toString(StandardCharsets.UTF_8))));
            received.reset();
        }
    }

    /** Whether nothing has been said yet. */
    public synchronized boolean isEmpty() {
        return exchanges.isEmpty() && received.size() == 0;
    }

    /** Everything so far. */
    public synchronized Transcript transcript() {
        flush();
        return new Transcript(device.platform(), exchanges);
    }

    private final class RecordedTransport implements Transport {

        private final Transport transport;

        private RecordedTransport(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            noteSent(bytes);
            transport.send(bytes);
        }

        @Override
        public String endOfLine() {
            return transport.endOfLine();
        }

        @Override
        public void close() throws IOException {
            transport.close();
        }
    }
}
