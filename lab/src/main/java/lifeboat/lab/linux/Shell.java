package lifeboat.lab.linux;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** This machine's Java, by its path. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    /** A host's address in the control network. */
    static String controlAddress(String host) throws IOException {
        String shown = run(in(host, List.of("ip", "-brief", "-4", "address", "show", "dev", "ctl")));
        return shown.replaceAll("(?s).*?([\\d.]+)/24.*", "$1");
    }

    /** Starts a program that stays. */
    static Process start(List<String> command, File log) throws IOException {
        return new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
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
