package lifeboat.connectors.session;

import java.io.Closeable;

/** A session with a device, logged in, of whatever kind. For one thread at a time. */
public interface DeviceSession extends Closeable {

    /** Whether the connection is there, as far as can be told without asking. */
    boolean isOpen();

    /** Whether the device still answers; it is asked for nothing. */
    boolean isAlive();

    /** How many commands or requests were sent in this session. */
    long requestsSent();

    /** Takes leave, and closes. */
    @Override
    void close();

    /** Closes without a word: the device may not listen any more. Ends what another thread waits for. */
    void abandon();
}
