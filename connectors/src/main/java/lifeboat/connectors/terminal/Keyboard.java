package lifeboat.connectors.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is typed at a device's terminal. */
final class Keyboard {

    private final Transport transport;

    Keyboard(Transport transport) {
        this.transport = transport;
    }

    /** A line, and return. */
    void type(String line) throws IOException {
        press(line + transport.endOfLine());
    }

    void press(String keys) throws IOException {
        transport.send(keys.getBytes(StandardCharsets.UTF_8));
    }
}
