package lifeboat.embedded.bpmn;

import java.util.Date;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.helper.BpmnProperties;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/** Told when a compensation handler starts: in Zeebe's history its boundary event was activated and completed. */
public class CompensationHistory implements ExecutionListener {

    @Override
    public void notify(DelegateExecution delegate) {
        ExecutionEntity execution = (ExecutionEntity) delegate;
        ActivityImpl boundary = execution.getActivity().getProperties().get(BpmnProperties.COMPENSATION_BOUNDARY_EVENT);
        if (boundary != null) {
            Context.getCommandContext().getDbEntityManager().insert(event(execution, boundary));
        }
    }

    private static HistoricActivityInstanceEventEntity event(ExecutionEntity execution, ActivityImpl boundary) {
        HistoricActivityInstanceEventEntity event = new HistoricActivityInstanceEventEntity();
        Date now = ClockUtil.now();
        event.setId(boundary.getId() + ":" + Context.getProcessEngineConfiguration().getIdGenerator().getNextId());
        event.setActivityInstanceId(event.getId());
        event.setActivityId(boundary.getId());
        event.setActivityName(boundary.getName());
        event.setActivityType("compensationBoundaryCatch");
        event.setProcessDefinitionId(execution.getProcessDefinitionId());
        event.setProcessDefinitionKey(execution.getProcessDefinition().getKey());
        event.setProcessInstanceId(execution.getProcessInstanceId());
        event.setRootProcessInstanceId(execution.getRootProcessInstanceId());
        event.setExecutionId(execution.getId());
        event.setParentActivityInstanceId(execution.getParentActivityInstanceId());
        event.setStartTime(now);
        event.setEndTime(now);
        event.setDurationInMillis(0L);
        return event;
    }
}
