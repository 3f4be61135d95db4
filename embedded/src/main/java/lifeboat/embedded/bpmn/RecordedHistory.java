package lifeboat.embedded.bpmn;

import java.util.Optional;
import java.util.Set;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.core.model.PropertyKey;
import org.operaton.bpm.engine.impl.history.HistoryLevelFull;
import org.operaton.bpm.engine.impl.history.event.HistoryEventType;
import org.operaton.bpm.engine.impl.history.event.HistoryEventTypes;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * Full history without what nobody can ask for: every value a variable ever had, the engine's own variables, who waits
 * at a gateway for others, and that jobs came and went as they should. Each of those would be a row more at every step.
 */
public class RecordedHistory extends HistoryLevelFull {

    /** Where the parsed body of the instances of a multi-instance keeps what its items are called. */
    public static final PropertyKey<String> ITEM = new PropertyKey<>("zeebeMultiInstanceItem");

    private static final Set<HistoryEventType> LEFT_OUT = Set.of(HistoryEventTypes.VARIABLE_INSTANCE_UPDATE_DETAIL,
            HistoryEventTypes.JOB_CREATE, HistoryEventTypes.JOB_SUCCESS, HistoryEventTypes.JOB_DELETE,
            HistoryEventTypes.EXTERNAL_TASK_CREATE, HistoryEventTypes.EXTERNAL_TASK_SUCCESS,
            HistoryEventTypes.EXTERNAL_TASK_DELETE);

    @Override
    public boolean isHistoryEventProduced(HistoryEventType event, Object entity) {
        return !LEFT_OUT.contains(event)
                && !(event == HistoryEventTypes.ACTIVITY_INSTANCE_START && entity instanceof ExecutionEntity execution
                && waitsForOthers(execution))
                && !(entity instanceof VariableInstanceEntity variable && isOfTheEngine(variable));
    }

    /** A parallel gateway is one element instance, once all have come that it joins. */
    private static boolean waitsForOthers(ExecutionEntity execution) {
        ActivityImpl activity = execution.getActivity();
        return activity != null && activity.getActivityBehavior() instanceof ParallelJoin
                && !ParallelJoin.isComplete(execution);
    }

    private static boolean isOfTheEngine(VariableInstanceEntity variable) {
        return JsonVariables.isHidden(variable.getName())
                || around(variable.getExecution()).filter(body -> isAround(body, variable.getName())).isPresent();
    }

    /** Where the engine is; what runs beside others is, before it goes on, in the element instance around them. */
    private static Optional<ActivityImpl> around(ExecutionEntity execution) {
        if (execution == null || execution.getActivity() != null || execution.getActivityInstanceId() == null) {
            return Optional.ofNullable(execution).map(ExecutionEntity::getActivity);
        }
        String elementId = execution.getActivityInstanceId().split(":", 2)[0];
        return Optional.ofNullable(execution.getProcessDefinition().findActivity(elementId));
    }

    /** What the engine counts around the instances of a multi-instance each of them has for itself. */
    private static boolean isAround(ActivityImpl activity, String name) {
        return activity.getId().endsWith(BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX)
                && (name.equals(JsonVariables.LOOP_COUNTER) || name.equals(activity.getProperties().get(ITEM)));
    }
}
