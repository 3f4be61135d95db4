package lifeboat.connectors.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import lifeboat.connectors.transport.Transport;

/** A recorded session in the place of a connection: what is sent must be what was sent then. */
final class ReplayedTransport implements Transport {

    private final Deque<Exchange> left;
    private final Receiver receiver;
    private final Function<byte[], List<byte[]>> packets;
    private final Predicate<String> isPrompt;
    private String lastLine = "";

    /**
     * @param packets cuts what the device printed into what arrives at once
     * @param isPrompt whether a line is a prompt: return brings it again, also where nobody had pressed it
     */
    ReplayedTransport(Transcript transcript, Receiver receiver, Function<byte[], List<byte[]>> packets,
            Predicate<String> isPrompt) throws IOException {
        this.isPrompt = isPrompt;
        this.left = new ArrayDeque<>(transcript.exchanges());
        this.receiver = receiver;
        this.packets = packets;
        receive();
    }

    /** What was sent next. */
    Optional<String> next() {
        return Optional.ofNullable(left.peek()).map(Exchange::sent);
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        String line = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
        if (line.isEmpty() && next().filter(String::isEmpty).isEmpty() && isPrompt.test(lastLine)) {
            print("\r\n" + lastLine);
            return;
        }
        Exchange recorded = left.poll();
        if (recorded == null) {
            throw new IOException("'%s' is sent where the recording has ended".formatted(line));
        }
        if (!line.equals(recorded.sent())) {
            throw new IOException("after '%s', '%s' is sent where the recording has '%s'".formatted(lastLine, line,
                    recorded.sent()));
        }
        receive();
    }

    private void receive() throws IOException {
        while (left.peek() != null && left.peek().received() != null) {
            String received = left.poll().received();
            lastLine = received.substring(received.stripTrailing().lastIndexOf('\n') + 1).strip();
            print(received);
        }
    }

    private void print(String text) throws IOException {
        for (byte[] packet : packets.apply(text.getBytes(StandardCharsets.UTF_8))) {
            receiver.received(packet, 0, packet.length);
        }
    }

    @Override
    public String endOfLine() {
        return "\n";
    }

    @Override
    public void close() {
        receiver.ended("the recording is over");
    }
}
