package lifeboat.lab.fault;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.LineRunner;
import lifeboat.pmc.cli.Terminal;

/** The faults that are switched on. A fault befalls one command, unless it is permanent. */
public class FaultInjector {

    private static final String NOISE = "\u0007~\u001b[2J#x%8@@!\u0000zz9\r\n";

    private record Active(Fault fault, boolean permanent) {
    }

    /** A line that something went wrong with. */
    public record Befallen(String device, Fault.Kind kind, String line) {

        @Override
        public String toString() {
            return "%s %s %s".formatted(device, kind, line);
        }
    }

    private static final long LATE_MILLIS = 4000;

    private final List<Active> active = new CopyOnWriteArrayList<>();
    private final List<Befallen> befallen = new CopyOnWriteArrayList<>();
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "late-commands");
        thread.setDaemon(true);
        return thread;
    });

    public void add(Fault fault, boolean permanent) {
        active.add(new Active(fault, permanent));
    }

    public void clear() {
        active.clear();
    }

    /** Every connection to the device breaks at its next line, until it is healed. */
    public void cutOff(String device) {
        cutOff.add(device);
    }

    /** The device takes every line and never answers, until it is healed. */
    public void silence(String device) {
        silent.add(device);
    }

    /** The lines that were befallen by anything so far. */
    public List<Befallen> befallen() {
        return List.copyOf(befallen);
    }

    public void heal() {
        cutOff.clear();
        silent.clear();
    }

    public List<Fault> active() {
        return active.stream().map(Active::fault).toList();
    }

    /** Runs a device's lines, and lets the faults that are meant for it befall them. */
    public LineRunner on(String device) {
        return (commands, line, terminal) -> {
            Optional<Fault.Kind> fault = cutOff.contains(device) ? Optional.of(Fault.Kind.DROP_BEFORE)
                    : silent.contains(device) ? Optional.of(Fault.Kind.HANG) : next(device, line);
            if (fault.isEmpty()) {
                return LineRunner.PLAIN.run(commands, line, terminal);
            }
            befallen.add(new Befallen(device, fault.get(), line));
            return befall(fault.get(), commands, line, terminal);
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

    private boolean befall(Fault.Kind fault, CommandLine commands, String line, Terminal terminal)
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
            case LATE -> {
                late.schedule(() -> commands.execute(line), LATE_MILLIS, TimeUnit.MILLISECONDS);
                return false;
            }
            case DID_BUT_ERROR -> {
                commands.execute(line);
                terminal.answer(commands.refusal("fault injected"));
            }
        }
        return true;
    }
}
