package lifeboat.workers.migration;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For how long this controller has been waiting for something, whatever becomes of the machine's clock. One that starts
 * again begins anew.
 */
final class Waiting {

    private final Map<String, Long> since = new ConcurrentHashMap<>();

    boolean isLongerThan(Duration patience, String what) {
        long now = System.nanoTime();
        return now - since.computeIfAbsent(what, anew -> now) > patience.toNanos();
    }

    void forget(String what) {
        since.remove(what);
    }
}
