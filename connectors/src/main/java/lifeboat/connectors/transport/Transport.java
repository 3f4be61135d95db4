package lifeboat.connectors.transport;

import java.io.Closeable;
import java.io.IOException;

/** A connection to a device. What arrives is given to its receiver as it comes, by a thread of the connection's. */
public interface Transport extends Closeable {

    /** Who takes what a device sends. */
    interface Receiver {

        /** @throws IOException if it takes no more; the connection is of no use then */
        void received(byte[] bytes, int offset, int count) throws IOException;

        /** Nothing more will come. May be said more than once. */
        void ended(String reason);
    }

    /** Sends at once. */
    void send(byte[] bytes) throws IOException;

    /** What ends a line in this protocol. */
    String endOfLine();
}
