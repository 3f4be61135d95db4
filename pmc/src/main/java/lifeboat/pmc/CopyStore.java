package lifeboat.pmc;

import java.util.Map;

/** Where a PMC keeps what it knows of its copies, so that it still knows it after a restart. */
public interface CopyStore {

    /**
     * What is kept of one copy.
     *
     * @param active the epoch it is in, 0 for none
     * @param dead the last epoch that is over here
     * @param encrypted the epoch whose images travel encrypted, 0 for none
     * @param peerKey the fingerprint of the other server's key in that epoch
     */
    record Entry(CopyState state, long active, long dead, long encrypted, String peerKey) {
    }

    Map<String, Entry> load();

    void save(Map<String, Entry> copies);

    /** Keeps nothing: for a server that does not outlive its PMC. */
    static CopyStore forgetful() {
        return new CopyStore() {
            @Override
            public Map<String, Entry> load() {
                return Map.of();
            }

            @Override
            public void save(Map<String, Entry> copies) {
                // there is nobody to remember it for
            }
        };
    }
}
