package lifeboat.embedded.instance;

import java.util.Map;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * A process instance that ended.
 *
 * @param variables its variables at that moment, as stored
 * @param canceled whether somebody cancelled it
 */
public record EndedInstance(String processInstanceId, Map<String, Object> variables, boolean canceled) {

    public static EndedInstance of(DelegateExecution execution) {
        return new EndedInstance(execution.getProcessInstanceId(), Map.copyOf(execution.getVariables()),
                ((ExecutionEntity) execution).isCanceled());
    }
}
