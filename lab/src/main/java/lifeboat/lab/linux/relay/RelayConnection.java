package lifeboat.lab.linux.relay;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A terminal's connection with a device. */
abstract class RelayConnection implements Closeable {

    static final int PATIENCE_MILLIS = 5000;

    abstract InputStream in() throws IOException;

    abstract OutputStream out() throws IOException;

    final void send(String line) throws IOException {
        out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out().flush();
    }

    /**
     * @param end how what the device says ends when it waits for the next line
     * @return all of it up to there, including the end
     */
    final String readUntil(Pattern end) throws IOException {
        StringBuilder said = new StringBuilder();
        do {
            int c = in().read();
            if (c < 0) {
                throw new EOFException("the device has closed the session");
            }
            said.append((char) c);
        } while (in().available() > 0 || !end.matcher(said).find());
        return said.toString();
    }
}
