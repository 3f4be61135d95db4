package lifeboat.embedded.bpmn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.bpmn.behavior.FlowNodeActivityBehavior;
import org.operaton.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.TaskEntity;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/**
 * A user task with listeners: each change of it waits until the jobs of the listeners for it are done, one after the
 * other, and is what they correct it to, or is denied.
 */
public class ListenedUserTask extends ListenedElement {

    /** What a change waits for, as the history of tasks asks for it. */
    public static final String CHANGING = JsonVariables.HIDDEN + "task-changing";
    private static final String CHANGE = JsonVariables.HIDDEN + "task-change";

    private final JsonVariables json;
    private final TaskChanges changes;

    ListenedUserTask(FlowNodeActivityBehavior element, List<Listener> listeners, IoMapping mapping, JobCreation jobs,
            JsonVariables json, TaskChanges changes) {
        super(element, listeners, mapping, jobs);
        this.json = json;
        this.changes = changes;
    }

    /** What the job of a listener is told: also the variables with which the task is to be completed. */
    public static Map<String, Object> told(Map<String, Object> stored, JsonVariables json) {
        if (stored.get(CHANGE) == null || !(read(stored.get(CHANGE), json).values()
                .get(TaskChange.VARIABLES) instanceof Map<?, ?> completing)) {
            return stored;
        }
        Map<String, Object> told = new HashMap<>(stored);
        told.putAll(json.storedAll(completing));
        return told;
    }

    @SuppressWarnings("unchecked")
    private static TaskChange read(Object stored, JsonVariables json) {
        return TaskChange.of((Map<String, Object>) json.value(stored));
    }

    /** @return whether listeners have to agree first; who listens to it is then told */
    public static boolean waits(ExecutionEntity execution, TaskChange change) {
        return execution.getActivity().getActivityBehavior() instanceof ListenedUserTask task
                && task.begins(execution, change);
    }

    private boolean begins(ExecutionEntity execution, TaskChange change) {
        if (!hears(change.event())) {
            return false;
        }
        note(execution, change);
        return listen(execution, change.event(), 0);
    }

    private void note(ExecutionEntity execution, TaskChange change) {
        execution.setVariableLocal(CHANGE, json.stored(change.document()));
        execution.setVariableLocal(CHANGING, change.event().name());
    }

    private static void forget(ExecutionEntity execution) {
        List.of(CHANGE, CHANGING).forEach(execution::removeVariableLocal);
    }

    @Override
    public void doLeave(ActivityExecution execution) {
        forget((ExecutionEntity) execution);
        super.doLeave(execution);
    }

    @Override
    protected void begin(ActivityExecution execution) throws Exception {
        super.begin(execution);
        ExecutionEntity at = (ExecutionEntity) execution;
        for (TaskEntity task : List.copyOf(at.getTasks())) {
            Map<String, Object> assigned = task.getAssignee() == null ? Map.of()
                    : Map.of(TaskChange.ASSIGNEE, task.getAssignee());
            if (begins(at, new TaskChange(Listener.Event.CREATING, assigned))
                    || !assigned.isEmpty() && begins(at, new TaskChange(Listener.Event.ASSIGNING, assigned))) {
                task.setAssignee(null);
            }
        }
    }

    @Override
    protected void goOn(ActivityExecution execution, Done done) throws Exception {
        Listener listener = listener(done);
        if (!listener.event().isOfTask()) {
            super.goOn(execution, done);
            return;
        }
        ExecutionEntity at = (ExecutionEntity) execution;
        TaskChange change = read(at.getVariableLocal(CHANGE), json).corrected(done.result().corrections());
        changes.doer().check(change);
        if (done.result().denied()) {
            forget(at);
            changes.doer().deny(at, change, done.result().reason());
            return;
        }
        note(at, change);
        if (!listen(execution, change.event(), done.listener() + 1)) {
            forget(at);
            agreed(at, change);
        }
    }

    /** Who is to have a task that is created is decided by the listeners for that. */
    private void agreed(ExecutionEntity execution, TaskChange change) {
        Map<String, Object> values = new HashMap<>(change.values());
        boolean isAssigned = change.event() == Listener.Event.CREATING
                && !"".equals(Objects.requireNonNullElse(values.remove(TaskChange.ASSIGNEE), ""));
        changes.doer().apply(execution, isAssigned ? new TaskChange(change.event(), values) : change);
        if (isAssigned) {
            TaskChange assigning = new TaskChange(Listener.Event.ASSIGNING,
                    Map.of(TaskChange.ASSIGNEE, change.values().get(TaskChange.ASSIGNEE)));
            if (!begins(execution, assigning)) {
                changes.doer().apply(execution, assigning);
            }
        }
    }
}
