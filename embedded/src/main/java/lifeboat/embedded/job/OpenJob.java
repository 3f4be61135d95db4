package lifeboat.embedded.job;

import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.bpmn.Listener;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.externaltask.ExternalTask;

/**
 * A job that is not done.
 *
 * @param listener whose job it is, empty for the element's own
 * @param state Zeebe's word for where it is
 */
public record OpenJob(ExternalTask task, int retries, Map<String, String> headers, Optional<Listener> listener,
        String state) {

    /** Who has it, empty for nobody. */
    public String worker() {
        return task.getWorkerId() == null || JsonVariables.isHidden(task.getWorkerId()) ? "" : task.getWorkerId();
    }
}
