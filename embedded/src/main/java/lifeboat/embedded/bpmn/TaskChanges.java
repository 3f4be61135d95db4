package lifeboat.embedded.bpmn;

import java.util.concurrent.atomic.AtomicReference;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/** Has done what the listeners of a user task agreed to, by whom is known later: the engine is there before. */
public final class TaskChanges {

    /** Does it, or tells who waits why it is not done; both inside the transaction of the last listener's job. */
    public interface Doer {

        /** @throws lifeboat.embedded.api.Rejection if there is no such value */
        void check(TaskChange change);

        void apply(ExecutionEntity execution, TaskChange change);

        void deny(ExecutionEntity execution, TaskChange change, String reason);
    }

    private final AtomicReference<Doer> doer = new AtomicReference<>();

    public void by(Doer whom) {
        doer.set(whom);
    }

    Doer doer() {
        return doer.get();
    }
}
