package lifeboat.app.controller;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** An address on loopback for an engine that only this machine is to reach. */
public final class LoopbackAddress {

    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_CLIENT_PORT = 32_768;
    private static final int MOST_ATTEMPTS = 100;

    private LoopbackAddress() {
    }

    /** Whether only this machine reaches it. A host that is not known here is none. */
    public static boolean isLoopback(URI address) {
        try {
            return address.getHost() != null && InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * One where nothing listens yet. Its port is none of those that the system gives to clients, one of which may
     * connect before somebody listens here.
     */
    public static URI free() throws IOException {
        for (int attempt = 1;; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_CLIENT_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return URI.create("http://127.0.0.1:" + socket.getLocalPort());
            } catch (BindException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
