package lifeboat.workers.evidence;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** For which migration this thread works. The controller's log says it with each line. */
@Component
public class CurrentMigration {

    private static final String IN_LOG = "migration";

    private final ThreadLocal<String> current = new ThreadLocal<>();

    /** To be closed when the thread has done with it. */
    public interface Entered extends AutoCloseable {

        @Override
        void close();
    }

    /** @param migration null for none */
    public Entered enter(String migration) {
        String before = current.get();
        set(migration);
        return () -> set(before);
    }

    private void set(String migration) {
        if (migration == null) {
            current.remove();
            MDC.remove(IN_LOG);
        } else {
            current.set(migration);
            MDC.put(IN_LOG, migration);
        }
    }

    Optional<String> id() {
        return Optional.ofNullable(current.get());
    }

    /** The same for another thread that does it. */
    public <T> Callable<T> takenAlong(Callable<T> work) {
        String migration = current.get();
        return () -> {
            try (Entered entered = enter(migration)) {
                return work.call();
            }
        };
    }
}
