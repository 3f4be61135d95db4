package lifeboat.lab.simulated.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults that are switched on. A fault befalls one command, unless it is permanent. */
public class FaultInjector {

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

    /** The fault that befalls this line, which is then used up. */
    public Optional<Fault.Kind> next(String device, String line) {
        for (Active candidate : active) {
            Fault fault = candidate.fault();
            if (fault.device().equals(device) && line.startsWith(fault.command())
                    && (candidate.permanent() || active.remove(candidate))) {
                return Optional.of(fault.kind());
            }
        }
        return Optional.empty();
    }
}
