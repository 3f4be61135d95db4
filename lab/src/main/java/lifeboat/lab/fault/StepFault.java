package lifeboat.lab.fault;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which command has to be refused so that a step of the paper fails on the way from the main site to the backup. */
public final class StepFault {

    private static final Map<Integer, Fault> FAULTS = Map.of(
            2, refusal("cp1", "light-path"),
            3, refusal("l2sw2", "vlan"),
            4, refusal("pmc1", "freeze"),
            5, refusal("pmc1", "send"),
            6, refusal("pmc2", "vip claim"),
            7, refusal("nagw", "user-group users vlan 2"),
            8, refusal("pmc2", "resume"),
            9, refusal("cp1", "no light-path"),
            10, refusal("l2sw2", "no vlan"));

    private StepFault() {
    }

    private static Fault refusal(String device, String command) {
        return new Fault(device, Fault.Kind.REFUSE, command);
    }

    /** @throws IllegalArgumentException if there is no such step */
    public static Fault of(String step) {
        return Optional.of(step).filter(number -> number.matches("\\d{1,2}")).map(Integer::valueOf).map(FAULTS::get)
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no step that can fail here; there is %s"
                        .formatted(step, new TreeSet<>(FAULTS.keySet()))));
    }
}
