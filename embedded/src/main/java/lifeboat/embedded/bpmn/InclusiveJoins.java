package lifeboat.embedded.bpmn;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.behavior.InclusiveGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.pvm.PvmActivity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;

/**
 * The engine asks only when a token arrives at an inclusive join whether another one can still come. Here it is asked
 * again whenever another token has gone to where it cannot come from, or has ended.
 */
class InclusiveJoins implements ExecutionListener {

    /** Has the joins of a process asked again, if it has any. */
    void watch(ScopeImpl process) {
        if (hasJoin(process)) {
            listen(process);
        }
    }

    private static boolean hasJoin(ScopeImpl scope) {
        return scope.getActivities().stream().anyMatch(activity -> isJoin(activity) || hasJoin(activity));
    }

    private static boolean isJoin(PvmActivity activity) {
        return activity.getActivityBehavior() instanceof InclusiveGatewayActivityBehavior
                && activity.getIncomingTransitions().size() > 1;
    }

    private void listen(ScopeImpl scope) {
        for (ActivityImpl activity : scope.getActivities()) {
            if (!isJoin(activity)) {
                activity.addListener(EVENTNAME_START, this);
            }
            if (activity.getOutgoingTransitions().isEmpty()) {
                activity.addListener(EVENTNAME_END, this);
            }
            listen(activity);
        }
    }

    @Override
    public void notify(DelegateExecution moved) throws Exception {
        Set<PvmActivity> asked = new HashSet<>();
        for (ExecutionEntity around = ((ExecutionEntity) moved).getParent(); around != null;
                around = around.getParent()) {
            for (ExecutionEntity waiting : List.copyOf(around.getExecutions())) {
                if (!waiting.isActive() && waiting.getActivity() != null && isJoin(waiting.getActivity())
                        && asked.add(waiting.getActivity())) {
                    ((InclusiveGatewayActivityBehavior) waiting.getActivity().getActivityBehavior()).execute(waiting);
                }
            }
        }
    }
}
