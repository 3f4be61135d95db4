package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Attacks on migrations on a simulated clock: the workers' planning, steps, decision and convergence, and the real
 * PMCs. {@code -Dattacks=N} sets how many, {@code -Dattacks.seed=N} where they begin.
 */
class SimulatedAttacksTest {

    private static final int ATTACKS = Integer.getInteger("attacks", 2000);
    private static final long SEED = Long.getLong("attacks.seed", 1);

    @Test
    void breakNoPromise() {
        Map<SimulatedAttack.Kind, Integer> tookHold = new EnumMap<>(SimulatedAttack.Kind.class);
        List<String> violations = new ArrayList<>();
        for (long seed = SEED; seed < SEED + ATTACKS && violations.size() < 20; seed++) {
            SimulatedAttack attack = new SimulatedAttack(seed);
            List<String> wrong;
            try {
                wrong = attack.run();
            } catch (RuntimeException | Error e) {
                wrong = List.of(e + " at " + List.of(e.getStackTrace()).stream().limit(3).toList());
            }
            if (attack.tookHold()) {
                tookHold.merge(attack.kind, 1, Integer::sum);
            }
            wrong.forEach(line -> violations.add(attack + " -> " + line));
        }

        System.out.printf("Simulated clock: %d attacks that took hold %s, %d violations%n",
                tookHold.values().stream().mapToInt(Integer::intValue).sum(), tookHold, violations.size());
        assertThat(violations).isEmpty();
    }
}
