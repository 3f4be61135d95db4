package lifeboat.connectors.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import lifeboat.connectors.transport.Transport;

/** What is typed at a device's terminal. */
public final class Keyboard {

    private final Transport transport;

    public Keyboard(Transport transport) {
        this.transport = transport;
    }

    /** A line, and return. */
    public void type(String line) throws IOException {
        press(line + transport.endOfLine());
    }

    public void press(String keys) throws IOException {
        transport.send(keys.getBytes(StandardCharsets.UTF_8));
    }
}
