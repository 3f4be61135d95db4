package lifeboat.workers.migration;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Keeps the steps of one migration apart in this controller. When the engine interrupts a step, its worker may still
 * be at it, or about to begin: whoever undoes it first waits for it, and bars the way for what comes late.
 */
@Component
class Interruptions {

    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Set<String> barred = ConcurrentHashMap.newKeySet();

    /** Takes the migration for one step; to be released with {@link ReentrantLock#unlock()}. */
    ReentrantLock enter(String migrationId) {
        ReentrantLock lock = locks.computeIfAbsent(migrationId, id -> new ReentrantLock());
        lock.lock();
        return lock;
    }

    void bar(String migrationId) {
        barred.add(migrationId);
    }

    boolean isBarred(String migrationId) {
        return barred.contains(migrationId);
    }

    void forget(String migrationId) {
        locks.remove(migrationId);
        barred.remove(migrationId);
    }
}
