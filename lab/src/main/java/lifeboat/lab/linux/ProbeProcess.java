package lifeboat.lab.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A {@link lifeboat.lab.user.SwitchOverProbe} in a host of its own. */
final class ProbeProcess implements AutoCloseable {

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    ProbeProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        outage();
    }

    Optional<Duration> outage() throws IOException {
        questions.println();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the probe is gone");
        }
        long nanos = Long.parseLong(answer);
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
