package lifeboat.lab.simulated.network;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The user's end of a connection: a real socket on the user's side, simulated segments towards the service. A reset of
 * the simulated connection resets the real one.
 */
final class UserEndpoint {

    private static final int WINDOW = 256 * 1024;

    private final long id;
    private final String userGroup;
    private final String virtualIp;
    private final Socket socket;
    private final Retransmission upstream = new Retransmission();
    private final Deque<byte[]> toUser = new ArrayDeque<>();
    private int queued;
    private long delivered;
    private long fromUser;
    private long acknowledged;
    private boolean closed;

    UserEndpoint(long id, String userGroup, String virtualIp, Socket socket) {
        this.id = id;
        this.userGroup = userGroup;
        this.virtualIp = virtualIp;
        this.socket = socket;
    }

    long id() {
        return id;
    }

    String userGroup() {
        return userGroup;
    }

    String virtualIp() {
        return virtualIp;
    }

    Retransmission upstream() {
        return upstream;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes a segment of the service. @return the position up to which everything is here */
    synchronized long deliver(long position, byte[] bytes) {
        if (closed || position != delivered || queued + bytes.length > WINDOW) {
            return Math.min(delivered, position);
        }
        toUser.add(bytes);
        queued += bytes.length;
        delivered += bytes.length;
        notifyAll();
        return delivered;
    }

    synchronized long unacknowledgedFrom() {
        return acknowledged;
    }

    synchronized int unacknowledged() {
        return (int) (fromUser - acknowledged);
    }

    synchronized void acknowledge(long position) {
        acknowledged = Math.max(acknowledged, position);
        upstream.acknowledged();
    }

    /** Writes to the user's socket what arrives, until the connection ends. */
    void pumpToUser() {
        try {
            for (byte[] bytes = next(); bytes != null; bytes = next()) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        while (toUser.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        byte[] bytes = toUser.remove();
        queued -= bytes.length;
        return bytes;
    }

    /** Reads what the user sends, until the connection ends. */
    void pumpFromUser() {
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
                synchronized (this) {
                    fromUser += n;
                }
            }
        } catch (IOException e) {
            // closed below
        }
        close();
    }

    /** The service's side sent a RST: the user sees one, too. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // the user is gone already
        }
        close();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
        try {
            socket.close();
        } catch (IOException e) {
            // gone is gone
        }
    }
}
