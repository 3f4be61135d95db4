package lifeboat.embedded.bpmn;

import java.util.List;
import java.util.Map;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.bpmn.behavior.FlowNodeActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.NoneEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.TerminateEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.operaton.bpm.engine.impl.persistence.entity.JobEntity;
import org.operaton.bpm.engine.impl.persistence.entity.TimerEntity;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.operaton.bpm.engine.impl.pvm.delegate.CompositeActivityBehavior;
import org.operaton.bpm.engine.impl.pvm.delegate.SubProcessActivityBehavior;

/**
 * An element with execution listeners: the jobs of those that start come one after the other before the element
 * begins, after its inputs are mapped; the jobs of those that end come before it is left, after its outputs are mapped.
 */
public class ListenedElement extends FlowNodeActivityBehavior {

    /** What a listener's job signals when it is done. */
    private static final String LISTENER_DONE = JsonVariables.HIDDEN + "listener-done";
    /** What an element waits for came while its listeners were at work. */
    private static final String CAME_EARLY = JsonVariables.HIDDEN + "came-early";

    /** The job of a listener, and what its worker found. */
    protected record Done(int listener, Map<String, Object> variables, ListenerResult result) {
    }

    private final FlowNodeActivityBehavior element;
    private final List<Listener> listeners;
    private final IoMapping mapping;
    private final JobCreation jobs;

    /** @param mapping the element's, whose outputs are mapped here; null for none */
    ListenedElement(FlowNodeActivityBehavior element, List<Listener> listeners, IoMapping mapping, JobCreation jobs) {
        this.element = element;
        this.listeners = listeners;
        this.mapping = mapping;
        this.jobs = jobs;
    }

    /** The same element, of the kind that the engine takes it for. */
    static ListenedElement of(FlowNodeActivityBehavior element, List<Listener> listeners, IoMapping mapping,
            JobCreation jobs) {
        if (element instanceof CompositeActivityBehavior composite) {
            return new Composite(element, composite, listeners, mapping, jobs);
        }
        return element instanceof SubProcessActivityBehavior calling
                ? new Calling(element, calling, listeners, mapping, jobs)
                : new ListenedElement(element, listeners, mapping, jobs);
    }

    /** Ends the job of a listener and lets its element go on. */
    public static void complete(ExternalTaskEntity job, Map<String, Object> variables, ListenerResult result) {
        ExecutionEntity execution = job.getExecution();
        job.delete();
        execution.signal(LISTENER_DONE, new Done(Listener.index(job.getPriority()), variables, result));
    }

    @Override
    public void execute(ActivityExecution execution) throws Exception {
        if (!listen(execution, Listener.Event.START, 0)) {
            begin(execution);
        }
    }

    protected void begin(ActivityExecution execution) throws Exception {
        if (!isOverAtOnce() || !listen(execution, Listener.Event.END, 0)) {
            element.execute(execution);
        }
        if (execution.hasVariableLocal(CAME_EARLY)) {
            execution.removeVariableLocal(CAME_EARLY);
            element.signal(execution, null, null);
        }
    }

    /** The engine does not leave an end event. */
    private boolean isOverAtOnce() {
        return element instanceof NoneEndEventActivityBehavior || element instanceof TerminateEndEventActivityBehavior;
    }

    @Override
    public void doLeave(ActivityExecution execution) {
        if (mapping != null && hears(Listener.Event.END)) {
            mapping.executeOutputParameters((ExecutionEntity) execution);
        }
        List.copyOf(((ExecutionEntity) execution).getExternalTasks()).forEach(ExternalTaskEntity::delete);
        if (!listen(execution, Listener.Event.END, 0)) {
            element.doLeave(execution);
        } else {
            closeEvents((ExecutionEntity) execution);
        }
    }

    /** What the element waited for has come: it waits for no more of it while its listeners are at work. */
    private static void closeEvents(ExecutionEntity execution) {
        String element = execution.getActivityId();
        List.copyOf(execution.getEventSubscriptions()).stream()
                .filter(subscription -> element.equals(subscription.getActivityId()))
                .forEach(EventSubscriptionEntity::delete);
        List.copyOf(execution.getJobs()).stream().filter(timer -> element.equals(timer.getActivityId()))
                .filter(TimerEntity.class::isInstance).forEach(JobEntity::delete);
    }

    /** @return whether there is such a listener from {@code from} on, whose job is now to be done */
    protected boolean listen(ActivityExecution execution, Listener.Event event, int from) {
        for (int index = from; index < listeners.size(); index++) {
            Listener listener = listeners.get(index);
            if (listener.event() == event) {
                jobs.create(execution, listener.type(), listener.retries(), listener.priority(index));
                return true;
            }
        }
        return false;
    }

    protected boolean hears(Listener.Event event) {
        return listeners.stream().anyMatch(listener -> listener.event() == event);
    }

    @Override
    public void signal(ActivityExecution execution, String name, Object data) throws Exception {
        if (data instanceof Done done) {
            goOn(execution, done);
        } else if (isStarting((ExecutionEntity) execution)) {
            closeEvents((ExecutionEntity) execution);
            execution.setVariableLocal(CAME_EARLY, true);
        } else {
            element.signal(execution, name, data);
        }
    }

    private boolean isStarting(ExecutionEntity execution) {
        return execution.getExternalTasks().stream().map(ExternalTaskEntity::getPriority)
                .anyMatch(priority -> priority != 0
                        && listeners.get(Listener.index(priority)).event() == Listener.Event.START);
    }

    protected Listener listener(Done done) {
        return listeners.get(done.listener());
    }

    protected void goOn(ActivityExecution execution, Done done) throws Exception {
        Listener listener = listener(done);
        boolean starts = listener.event() == Listener.Event.START;
        if (starts && !listener.isOfProcess()) {
            execution.setVariablesLocal(done.variables());
        } else {
            ((ExecutionEntity) execution).getParentVariableScope().setVariables(done.variables());
        }
        if (listen(execution, listener.event(), done.listener() + 1)) {
            return;
        }
        if (starts) {
            begin(execution);
        } else if (isOverAtOnce()) {
            element.execute(execution);
        } else {
            element.doLeave(execution);
        }
    }

    /** One that has elements inside. */
    private static final class Composite extends ListenedElement implements CompositeActivityBehavior {

        private final CompositeActivityBehavior composite;

        Composite(FlowNodeActivityBehavior element, CompositeActivityBehavior composite, List<Listener> listeners,
                IoMapping mapping, JobCreation jobs) {
            super(element, listeners, mapping, jobs);
            this.composite = composite;
        }

        @Override
        public void concurrentChildExecutionEnded(ActivityExecution scope, ActivityExecution ended) {
            composite.concurrentChildExecutionEnded(scope, ended);
        }

        @Override
        public void complete(ActivityExecution scope) {
            composite.complete(scope);
        }
    }

    /** One that calls a process. */
    private static final class Calling extends ListenedElement implements SubProcessActivityBehavior {

        private final SubProcessActivityBehavior calling;

        Calling(FlowNodeActivityBehavior element, SubProcessActivityBehavior calling, List<Listener> listeners,
                IoMapping mapping, JobCreation jobs) {
            super(element, listeners, mapping, jobs);
            this.calling = calling;
        }

        @Override
        public void passOutputVariables(ActivityExecution target, VariableScope called) {
            calling.passOutputVariables(target, called);
        }

        @Override
        public void completed(ActivityExecution execution) throws Exception {
            calling.completed(execution);
        }
    }
}
