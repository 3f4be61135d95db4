package lifeboat.trial.demo;

import java.util.Map;
import java.util.Optional;

/** Which device has to refuse which command so that a step of the paper fails. */
public record FailingStep(int number, String device, String command) {

    private static final Map<Integer, FailingStep> STEPS = Map.of(
            2, new FailingStep(2, "cp1", "light-path"),
            3, new FailingStep(3, "l2sw2", "vlan"),
            4, new FailingStep(4, "pmc1", "freeze"),
            5, new FailingStep(5, "pmc1", "send"),
            6, new FailingStep(6, "pmc2", "vip claim"),
            7, new FailingStep(7, "nagw", "user-group users vlan 2"),
            8, new FailingStep(8, "pmc2", "resume"),
            9, new FailingStep(9, "cp1", "no light-path"),
            10, new FailingStep(10, "l2sw2", "no vlan"));

    public static Optional<FailingStep> of(int number) {
        return Optional.ofNullable(STEPS.get(number));
    }

    /** Whether the service is at the backup site by then, so that nothing is rolled back. */
    public boolean isAfterPointOfNoReturn() {
        return number > 8;
    }

    /** What the simulated lab's console is told. */
    String faultCommand() {
        return "fault %s refuse always %s".formatted(device, command);
    }
}
