package lifeboat.embedded.bpmn;

import java.util.List;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.JobEntity;

/**
 * When a sub-process ends whose activities can be compensated, the engine keeps it for that, and with it starts the
 * timers of its event sub-processes once more. Nothing is to interrupt it any more.
 */
final class TimersOfEndedScope implements ExecutionListener {

    @Override
    public void notify(DelegateExecution ending) {
        ExecutionEntity execution = (ExecutionEntity) ending;
        ExecutionEntity flowScope = (ExecutionEntity) execution
                .findExecutionForFlowScope(execution.getActivity().getFlowScope());
        for (ExecutionEntity kept : List.copyOf(flowScope.getExecutions())) {
            if (kept.isEventScope() && execution.getActivity().equals(kept.getActivity())) {
                List.copyOf(kept.getJobs()).forEach(job -> ((JobEntity) job).delete());
            }
        }
    }
}
