package lifeboat.lab.simulated.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.LineRunner;
import lifeboat.pmc.cli.Terminal;

/** The faults that are switched on. A fault befalls one command, unless it is permanent. */
public class FaultInjector {

    private static final String NOISE = "\u0007~\u001b[2J#x%8@@!\u0000zz9\r\n";

    private record Active(Fault fault, boolean permanent) {
    }

    private final List<Active> active = new CopyOnWriteArrayList<>();

    public void add(Fault fault, boolean permanent) {
        active.add(new Active(fault, permanent));
    }

    public void clear() {
        active.clear();
    }

    public List<Fault> active() {
        return active.stream().map(Active::fault).toList();
    }

    /** Runs a device's lines, and lets the faults that are meant for it befall them. */
    public LineRunner on(String device) {
        return (commands, line, terminal) -> {
            Optional<Fault.Kind> fault = next(device, line);
            return fault.isPresent() ? befall(fault.get(), commands, line, terminal)
                    : LineRunner.PLAIN.run(commands, line, terminal);
        };
    }

    private Optional<Fault.Kind> next(String device, String line) {
        for (Active candidate : active) {
            Fault fault = candidate.fault();
            if (fault.device().equals(device) && line.startsWith(fault.command())
                    && (candidate.permanent() || active.remove(candidate))) {
                return Optional.of(fault.kind());
            }
        }
        return Optional.empty();
    }

    private static boolean befall(Fault.Kind fault, CommandLine commands, String line, Terminal terminal)
            throws IOException {
        switch (fault) {
            case REFUSE -> terminal.answer(commands.refusal("fault injected"));
            case HANG -> terminal.awaitEnd();
            case DROP_BEFORE -> {
                return false;
            }
            case DROP_AFTER -> {
                commands.execute(line);
                return false;
            }
            case GARBLE -> {
                commands.execute(line);
                terminal.print(NOISE);
            }
        }
        return true;
    }
}
