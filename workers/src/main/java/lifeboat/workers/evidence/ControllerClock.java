package lifeboat.workers.evidence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lifeboat.evidence.record.Fact.ClockState;
import org.springframework.stereotype.Component;

/** How good the clock is that the evidence has its times from, as chrony or systemd on this host say. */
@Component
public class ControllerClock {

    private static final long PATIENCE_SECONDS = 2;
    private static final int CHRONY_OFFSET = 4;
    private static final int CHRONY_LEAP = 13;

    String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    Map<String, Object> opened() {
        ClockState state = state();
        return Map.of("host", host(), "java", Runtime.version().toString(), "clock", state.source(), "synchronised",
                String.valueOf(state.synchronised()));
    }

    ClockState state() {
        return chrony().or(this::systemd).orElse(new ClockState("this host's clock; neither chrony nor systemd says "
                + "whether it is synchronised", null, null));
    }

    private Optional<ClockState> chrony() {
        return ask("chronyc", "-c", "tracking").map(answer -> answer.split(","))
                .filter(fields -> fields.length > CHRONY_LEAP).map(fields -> new ClockState("chrony: " + fields[1],
                        fields[CHRONY_LEAP].equals("Normal"), fields[CHRONY_OFFSET] + " s"));
    }

    private Optional<ClockState> systemd() {
        return ask("timedatectl", "show", "--property=NTPSynchronized", "--value").filter(answer -> answer.equals("yes")
                || answer.equals("no")).map(answer -> new ClockState("systemd", answer.equals("yes"), null));
    }

    private static Optional<String> ask(String... command) {
        try {
            Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                if (program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && program.exitValue() == 0) {
                    return Optional.of(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip());
                }
                return Optional.empty();
            } finally {
                program.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
