package lifeboat.lab.simulated.network;

import lifeboat.lab.service.StreamContent;

/**
 * The service's end of one established TCP connection. It is part of the process's memory image: a copy of it goes
 * where the process goes.
 */
final class SimulatedConnection {

    private static final int SEND_BUFFER = 512 * 1024;
    private static final int SEGMENT = 64 * 1024;

    private final long id;
    private final Retransmission timer = new Retransmission();
    private long written;
    private long acknowledged;
    private long received;

    SimulatedConnection(long id) {
        this.id = id;
    }

    private SimulatedConnection(SimulatedConnection original) {
        this.id = original.id;
        this.written = original.written;
        this.acknowledged = original.acknowledged;
        this.received = original.received;
    }

    SimulatedConnection copy() {
        return new SimulatedConnection(this);
    }

    long id() {
        return id;
    }

    long received() {
        return received;
    }

    /** The service writes; it blocks, that is, writes less, while the send buffer is full. */
    void write(long bytes) {
        written = Math.min(written + bytes, acknowledged + SEND_BUFFER);
    }

    /** Sends what is not acknowledged to the user, if it is time to. */
    void transmit(UserEndpoint user, boolean reachable, long now) {
        if (acknowledged == written || !timer.isDue(now)) {
            return;
        }
        if (!reachable) {
            timer.lost(now);
            return;
        }
        int length = (int) Math.min(SEGMENT, written - acknowledged);
        acknowledged = user.deliver(acknowledged, StreamContent.range(acknowledged, length));
        timer.acknowledged();
    }

    /** Takes a segment from the user. @return the position up to which everything is here */
    long accept(long position, int length) {
        if (position <= received) {
            received = Math.max(received, position + length);
        }
        return received;
    }

    boolean isHopeless(long now) {
        return timer.isHopeless(now);
    }

    @Override
    public String toString() {
        return "%d:%d:%d:%d".formatted(id, written, acknowledged, received);
    }
}
