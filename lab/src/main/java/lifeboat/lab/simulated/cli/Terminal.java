package lifeboat.lab.simulated.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lifeboat.lab.simulated.cli.Fault.Kind;

/** Reads lines with echo, runs them, and prints answers and prompts, until the other side leaves. */
class Terminal {

    private static final String NOISE = "\u0007~\u001b[2J#x%8@@!\u0000zz9\r\n";

    private final InputStream in;
    private final OutputStream out;
    private boolean afterCarriageReturn;

    Terminal(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    void run(Device device, FaultInjector faults) throws IOException {
        CommandLine commands = device.login();
        print(commands.prompt());
        for (String line = readLine(true); line != null; line = readLine(true)) {
            String command = line.strip();
            if (commands.leaves(command)) {
                return;
            }
            Optional<Kind> fault = command.isEmpty() ? Optional.empty() : faults.next(device.name(), command);
            if (fault.isPresent() && !befall(fault.get(), commands, command)) {
                return;
            }
            if (fault.isEmpty() && !command.isEmpty()) {
                answer(commands.execute(command));
            }
            print(commands.prompt());
        }
    }

    /** @return whether the session goes on */
    private boolean befall(Kind fault, CommandLine commands, String command) throws IOException {
        switch (fault) {
            case REFUSE -> answer(commands.refusal("fault injected"));
            case HANG -> waitForever();
            case DROP_BEFORE -> {
                return false;
            }
            case DROP_AFTER -> {
                commands.execute(command);
                return false;
            }
            case GARBLE -> {
                commands.execute(command);
                print(NOISE);
            }
        }
        return true;
    }

    private void waitForever() throws IOException {
        while (in.read() >= 0) {
            // swallow what comes until the other side gives up
        }
    }

    void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void answer(String text) throws IOException {
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
