package lifeboat.embedded.management;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the changes to the cluster that are complete, as its topology tells. */
public class ClusterChanges {

    private final AtomicLong last = new AtomicLong(1);

    public long last() {
        return last.get();
    }

    long completed() {
        return last.incrementAndGet();
    }
}
