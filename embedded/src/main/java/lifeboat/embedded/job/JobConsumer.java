package lifeboat.embedded.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Somebody who waits for jobs of one type: a worker's stream, or a poll that is held open. */
public interface JobConsumer {

    String type();

    String worker();

    /** How long a job is the worker's before it is handed out again. */
    Duration timeout();

    Collection<String> fetchVariables();

    /** How many jobs it takes now; 0 while it is busy. */
    int capacity();

    /** Whether it takes jobs again and again, not once. */
    default boolean isStream() {
        return false;
    }

    /** Whether it is gone for good. */
    boolean isClosed();

    /** @return whether the jobs reached it; if not, they are given back */
    boolean deliver(List<ActivatedJob> jobs);
}
