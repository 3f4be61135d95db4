package lifeboat.embedded.bpmn;

import java.util.Date;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.parser.EventSubscriptionDeclaration;
import org.operaton.bpm.engine.impl.jobexecutor.TimerDeclarationImpl;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.TimerEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * When an event sub-process interrupts a sub-process, the engine ends the sub-process's boundary events as well. They
 * are opened again here, their timers due when they were.
 */
class BoundaryOfInterrupted {

    private static final String DUE = JsonVariables.HIDDEN + "due:";

    private final ActivityImpl subProcess;

    private BoundaryOfInterrupted(ActivityImpl subProcess) {
        this.subProcess = subProcess;
    }

    /** Watches a sub-process of which everything is parsed. */
    static void watch(ActivityImpl subProcess) {
        List<ActivityImpl> eventSubProcesses = subProcess.getActivities().stream()
                .filter(ActivityImpl::isTriggeredByEvent).toList();
        BoundaryOfInterrupted boundary = new BoundaryOfInterrupted(subProcess);
        if (!eventSubProcesses.isEmpty() && !boundary.events().isEmpty()) {
            subProcess.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) boundary::note);
            boundary.events().forEach(event -> event.addListener(ExecutionListener.EVENTNAME_START,
                    (ExecutionListener) fired -> boundary.forget(fired, event)));
            eventSubProcesses.forEach(event -> event.addListener(ExecutionListener.EVENTNAME_START,
                    (ExecutionListener) boundary::open));
        }
    }

    private List<ActivityImpl> events() {
        return subProcess.getFlowScope().getActivities().stream()
                .filter(activity -> subProcess.equals(activity.getEventScope())).toList();
    }

    private void note(DelegateExecution started) {
        ((ExecutionEntity) started).getJobs().stream().filter(TimerEntity.class::isInstance)
                .filter(timer -> timer.getActivityId() != null).forEach(timer ->
                        started.setVariableLocal(DUE + timer.getActivityId(), timer.getDuedate().getTime()));
    }

    /** A timer that does not interrupt, and does not repeat, fires once. */
    private void forget(DelegateExecution fired, ActivityImpl event) {
        ExecutionEntity scope = (ExecutionEntity) ((ExecutionEntity) fired)
                .findExecutionForFlowScope(subProcess.getFlowScope());
        scope.getExecutions().stream().filter(execution -> subProcess.equals(execution.getActivity()))
                .filter(execution -> execution.getJobs().stream()
                        .noneMatch(timer -> event.getId().equals(timer.getActivityId())))
                .forEach(execution -> execution.removeVariableLocal(DUE + event.getId()));
    }

    private void open(DelegateExecution eventSubProcess) {
        ExecutionEntity interrupted = ((ExecutionEntity) eventSubProcess).getParent();
        if (!interrupted.getEventSubscriptions().isEmpty() || !interrupted.getJobs().isEmpty()) {
            return; // it does not interrupt
        }
        Map<String, TimerDeclarationImpl> timers = TimerDeclarationImpl.getDeclarationsForScope(subProcess);
        Map<String, EventSubscriptionDeclaration> subscriptions =
                EventSubscriptionDeclaration.getDeclarationsForScope(subProcess);
        for (ActivityImpl event : events()) {
            Long due = (Long) interrupted.getVariableLocal(DUE + event.getId());
            if (due != null && timers.containsKey(event.getId())) {
                timers.get(event.getId()).createTimerInstance(interrupted).setDuedate(new Date(due));
            }
            if (subscriptions.containsKey(event.getId())) {
                subscriptions.get(event.getId()).createSubscriptionForExecution(interrupted);
            }
        }
    }
}
