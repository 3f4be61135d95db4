package lifeboat.pmc;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where a PMC keeps its records, one for each process: they outlive the PMC and its server. */
public interface CopyStore {

    /** All of which there is a record. */
    Set<String> processes();

    /** Empty if there never was one. */
    Optional<CopyRecord> load(String process);

    /**
     * Returns when the record is safe.
     *
     * @throws CommandRefused if it cannot be written; the former one is kept then
     */
    void save(String process, CopyRecord copy) throws CommandRefused;

    /** Outlives PMCs, as long as this object is kept. */
    static CopyStore inMemory() {
        Map<String, CopyRecord> records = new ConcurrentHashMap<>();
        return new CopyStore() {
            @Override
            public Set<String> processes() {
                return Set.copyOf(records.keySet());
            }

            @Override
            public Optional<CopyRecord> load(String process) {
                return Optional.ofNullable(records.get(process));
            }

            @Override
            public void save(String process, CopyRecord copy) {
                records.put(process, copy);
            }
        };
    }
}
