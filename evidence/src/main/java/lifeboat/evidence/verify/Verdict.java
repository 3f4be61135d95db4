package lifeboat.evidence.verify;

import java.util.List;

/**
 * What was found when evidence was checked.
 *
 * @param faults what is not as it was written, a sentence each; none if all of it is
 * @param facts what was checked, and what could not be
 * @param unsigned how many entries at the end no checkpoint covers yet: whether they are as they were written, nothing
 *        tells
 */
public record Verdict(List<String> faults, List<String> facts, long unsigned) {

    public Verdict {
        faults = List.copyOf(faults);
        facts = List.copyOf(facts);
    }

    public boolean isGood() {
        return faults.isEmpty();
    }
}
