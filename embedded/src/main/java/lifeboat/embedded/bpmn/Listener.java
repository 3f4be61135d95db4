package lifeboat.embedded.bpmn;

import java.util.List;
import java.util.Optional;
import org.operaton.bpm.engine.impl.core.model.PropertyKey;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * An execution listener: a job that is done before an element begins or after it is done, which waits for it. Or a task
 * listener: a job that is done before a user task is created, assigned, changed or completed.
 *
 * @param type a text, or an expression
 * @param retries a number, or an expression
 * @param isOfProcess whether it is the process that begins, at whose start event this is kept
 */
public record Listener(Event event, String type, String retries, boolean isOfProcess) {

    /** When a listener's job is done. */
    public enum Event {
        START, END, CREATING, ASSIGNING, UPDATING, COMPLETING;

        /** Whether it is a user task that is listened to. */
        public boolean isOfTask() {
            return this != START && this != END;
        }
    }

    /** Where the parsed activity keeps its listeners. */
    static final PropertyKey<List<Listener>> KEY = new PropertyKey<>("zeebeListeners");

    /**
     * The priority of the engine's external task tells an element's own job (0) from those of its execution listeners
     * (above) and of its task listeners (below).
     */
    long priority(int index) {
        return event.isOfTask() ? -1L - index : index + 1L;
    }

    /** The listener whose job it is, empty for the element's own. @param priority of the engine's external task */
    public static Optional<Listener> of(ActivityImpl activity, long priority) {
        return priority == 0 ? Optional.empty() : Optional.of(activity.getProperties().get(KEY).get(index(priority)));
    }

    /** Whether a start event has the listeners for the start of its process. */
    public static boolean isForStartOfProcess(ActivityImpl startEvent) {
        List<Listener> listeners = startEvent.getProperties().get(KEY);
        return listeners != null && listeners.stream().anyMatch(Listener::isOfProcess);
    }

    /** Zeebe's word for whose job it is. @param event what is listened to, empty for an element's own job */
    public static String kind(Optional<Event> event) {
        return event.map(of -> of.isOfTask() ? "TASK_LISTENER" : "EXECUTION_LISTENER").orElse("BPMN_ELEMENT");
    }

    static int index(long priority) {
        return (int) Math.abs(priority) - 1;
    }
}
