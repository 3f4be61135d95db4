package lifeboat.embedded.history;

import java.util.Set;
import org.operaton.bpm.engine.impl.history.HistoryLevelFull;
import org.operaton.bpm.engine.impl.history.event.HistoryEventType;
import org.operaton.bpm.engine.impl.history.event.HistoryEventTypes;

/**
 * Full history without what nobody can ask for: every value a variable ever had, and that jobs came and went as they
 * should. Each of those would be a row more at every step.
 */
public class RecordedHistory extends HistoryLevelFull {

    private static final Set<HistoryEventType> LEFT_OUT = Set.of(HistoryEventTypes.VARIABLE_INSTANCE_UPDATE_DETAIL,
            HistoryEventTypes.JOB_CREATE, HistoryEventTypes.JOB_SUCCESS, HistoryEventTypes.JOB_DELETE,
            HistoryEventTypes.EXTERNAL_TASK_CREATE, HistoryEventTypes.EXTERNAL_TASK_SUCCESS,
            HistoryEventTypes.EXTERNAL_TASK_DELETE);

    @Override
    public boolean isHistoryEventProduced(HistoryEventType event, Object entity) {
        return !LEFT_OUT.contains(event);
    }
}
