package lifeboat.workers.evidence;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** For which migration this thread works. The controller's log says it with each line. */
@Component
public class CurrentMigration {

    private static final String IN_LOG = "migration";

    /**
     * What a thread works for.
     *
     * @param run which try of a step it carries out; null if none
     */
    record Work(String migration, String run) {
    }

    private final ThreadLocal<Work> current = new ThreadLocal<>();

    /** To be closed when the thread has done with it. */
    public interface Entered extends AutoCloseable {

        @Override
        void close();
    }

    /** @param run which try of a step this is; null if none */
    public Entered enter(String migration, String run) {
        return enter(new Work(migration, run));
    }

    private Entered enter(Work work) {
        Work before = current.get();
        set(work);
        return () -> set(before);
    }

    private void set(Work work) {
        if (work == null) {
            current.remove();
            MDC.remove(IN_LOG);
        } else {
            current.set(work);
            MDC.put(IN_LOG, work.migration());
        }
    }

    Optional<Work> work() {
        return Optional.ofNullable(current.get());
    }

    /** The same for another thread that does it. */
    public <T> Callable<T> takenAlong(Callable<T> task) {
        Work work = current.get();
        return () -> {
            try (Entered entered = enter(work)) {
                return task.call();
            }
        };
    }
}
