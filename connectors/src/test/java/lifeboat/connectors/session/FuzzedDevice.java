package lifeboat.connectors.session;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import lifeboat.connectors.transport.Transport;

/** A device that prints what a fuzzer makes up: something at first, and something to each line. */
public final class FuzzedDevice implements Transport {

    private static final int LONGEST_ANSWER = 600;
    private static final int MOST_PACKETS = 4;

    private final FuzzedDataProvider data;
    private final Receiver receiver;

    public FuzzedDevice(FuzzedDataProvider data, Receiver receiver) throws IOException {
        this.data = data;
        this.receiver = receiver;
        print();
    }

    private void print() throws IOException {
        for (int packets = data.consumeInt(1, MOST_PACKETS); packets > 0; packets--) {
            byte[] packet = data.consumeBytes(data.consumeInt(0, LONGEST_ANSWER));
            receiver.received(packet, 0, packet.length);
        }
        if (data.remainingBytes() == 0) {
            receiver.ended("there is nothing more to say");
        }
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        print();
    }

    @Override
    public String endOfLine() {
        return "\r\n";
    }

    @Override
    public void close() {
        receiver.ended("closed");
    }
}
