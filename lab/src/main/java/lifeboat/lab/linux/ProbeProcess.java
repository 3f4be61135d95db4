package lifeboat.lab.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A {@link lifeboat.lab.user.SwitchOverProbe} in a host of its own. */
final class ProbeProcess implements AutoCloseable {

    private final AskedProgram program;

    ProbeProcess(List<String> command) throws IOException {
        program = new AskedProgram(command);
        outage();
    }

    Optional<Duration> outage() throws IOException {
        long nanos = Long.parseLong(program.ask("", "the probe is gone"));
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    @Override
    public void close() {
        program.close();
    }
}
