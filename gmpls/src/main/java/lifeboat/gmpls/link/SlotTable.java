package lifeboat.gmpls.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which time slots of a link are whose, as one of its ends has it. Slots count from 1.
 *
 * @param <H> what holds slots
 */
public final class SlotTable<H> {

    private final int slots;
    private final Map<Integer, H> holders = new TreeMap<>();

    public SlotTable(int slots) {
        this.slots = slots;
    }

    /** The first so many that are free and not among those; empty if there are fewer. */
    public Optional<List<Integer>> free(int count, Set<Integer> without) {
        List<Integer> free = IntStream.rangeClosed(1, slots).boxed()
                .filter(slot -> !holders.containsKey(slot) && !without.contains(slot)).limit(count).toList();
        return free.size() == count ? Optional.of(free) : Optional.empty();
    }

    public int free() {
        return slots - holders.size();
    }

    /** Who else holds any of them. */
    public Set<H> others(H holder, Collection<Integer> wanted) {
        Set<H> others = new HashSet<>();
        wanted.stream().map(holders::get).filter(other -> other != null && !other.equals(holder)).forEach(others::add);
        return others;
    }

    /**
     * Takes them all, and gives back what the holder had.
     *
     * @return false if they are not all there and free, and nothing was changed
     */
    public boolean take(H holder, Collection<Integer> wanted) {
        if (!others(holder, wanted).isEmpty() || wanted.stream().anyMatch(slot -> slot < 1 || slot > slots)) {
            return false;
        }
        release(holder);
        wanted.forEach(slot -> holders.put(slot, holder));
        return true;
    }

    public void release(H holder) {
        holders.values().removeIf(holder::equals);
    }

    public Map<H, List<Integer>> byHolder() {
        Map<H, List<Integer>> all = new LinkedHashMap<>();
        holders.forEach((slot, holder) -> all.computeIfAbsent(holder, anew -> new ArrayList<>()).add(slot));
        return all;
    }
}
