package lifeboat.trial.attack;

import java.util.LinkedHashSet;
import java.util.Set;

/** One attack, and the migrations it is about, of which there may be more later: two of the same service. */
final class AttackCase {

    private final Attack attack;
    private final Set<Long> keys = new LinkedHashSet<>();

    AttackCase(Attack attack) {
        this.attack = attack;
    }

    Attack attack() {
        return attack;
    }

    /** The process instances. */
    Set<Long> keys() {
        return keys;
    }
}
