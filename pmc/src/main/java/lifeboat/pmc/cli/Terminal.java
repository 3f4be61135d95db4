package lifeboat.pmc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads lines with echo, runs them, and prints answers and prompts, until the other side leaves. */
public final class Terminal {

    private final InputStream in;
    private final OutputStream out;
    private boolean afterCarriageReturn;

    Terminal(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    void run(Device device, LineRunner runner) throws IOException {
        try {
            CommandLine commands = device.login();
            try {
                run(commands, runner);
            } finally {
                commands.end();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void run(CommandLine commands, LineRunner runner) throws IOException {
        print(commands.prompt());
        for (String line = readLine(true); line != null; line = readLine(true)) {
            String command = line.strip();
            if (commands.leaves(command) || !command.isEmpty() && !runner.run(commands, command, this)) {
                return;
            }
            print(commands.prompt());
        }
    }

    /** Swallows what comes until the other side gives up. */
    public void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Prints a text as it is. */
    public void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Prints an answer, unless it is empty. */
    public void answer(String text) throws IOException {
        if (!text.isEmpty()) {
            print(text.replace("\n", "\r\n") + "\r\n");
        }
    }

    /** @return null at the end of the input */
    String readLine(boolean echo) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            boolean lineFeedOfPair = afterCarriageReturn && (c == '\n' || c == 0);
            afterCarriageReturn = c == '\r';
            if (lineFeedOfPair) {
                continue;
            }
            if (c == '\r' || c == '\n') {
                print("\r\n");
                return line.toString();
            }
            if (c == 4) {
                return null;
            }
            if (c == 8 || c == 127) {
                if (!line.isEmpty()) {
                    line.setLength(line.length() - 1);
                    print(echo ? "\b \b" : "");
                }
            } else if (c >= ' ') {
                line.append((char) c);
                print(echo ? String.valueOf((char) c) : "");
            }
        }
        return null;
    }
}
