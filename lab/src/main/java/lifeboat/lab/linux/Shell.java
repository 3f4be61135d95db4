package lifeboat.lab.linux;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs in the lab's hosts, each of which is a network namespace. */
final class Shell {

    private static final String PREFIX = "lifeboat-";
    private static final long PATIENCE_SECONDS = 20;

    private Shell() {
    }

    /** A command as it is run in a host. */
    static List<String> in(String host, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + host));
        all.addAll(command);
        return all;
    }

    /** A command as it is run in a server, whose init has this PID. */
    static List<String> inServer(long init, List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(init), "--net", "--pid",
                "--mount"));
        all.addAll(command);
        return all;
    }

    /** Starts a program that stays. */
    static Process start(List<String> command, File log) throws IOException {
        return new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(log).start();
    }

    /** @throws IOException if it fails or does not end in time; the message has its words */
    static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("%s does not end".formatted(String.join(" ", command)));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("%s: %s".formatted(String.join(" ", command), output.strip()));
        }
        return output;
    }
}
