package lifeboat.connectors.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.definition.TerminalSettings.LineEnd;
import lifeboat.connectors.transport.Transport;

/** What is typed at a device's terminal. */
public final class Keyboard {

    private final Transport transport;
    private final String endOfLine;

    /** @param lineEnd what return is; null for what it is in the transport's protocol */
    public Keyboard(Transport transport, LineEnd lineEnd) {
        this.transport = transport;
        this.endOfLine = lineEnd == null ? transport.endOfLine() : lineEnd.keys();
    }

    /** A line, and return. */
    public void type(String line) throws IOException {
        press(line + endOfLine);
    }

    /** What a question wants. */
    public void answer(Question question) throws IOException {
        if (question.keys() != null) {
            press(question.keys());
        } else {
            type(question.answer());
        }
    }

    public void press(String keys) throws IOException {
        transport.send(keys.getBytes(StandardCharsets.UTF_8));
    }
}
