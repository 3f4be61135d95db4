package lifeboat.embedded.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * A process instance that ended.
 *
 * @param processId the BPMN process id
 * @param correlationKey of the message that started it; null or empty if none did
 * @param variables its variables at that moment, as stored; null is a value like others
 * @param canceled whether somebody cancelled it
 */
public record EndedInstance(String processInstanceId, String processId, String correlationKey,
        Map<String, Object> variables, boolean canceled) {

    public static EndedInstance of(DelegateExecution execution) {
        return new EndedInstance(execution.getProcessInstanceId(),
                ((ExecutionEntity) execution).getProcessDefinition().getKey(), execution.getProcessBusinessKey(),
                Collections.unmodifiableMap(new HashMap<>(execution.getVariables())),
                ((ExecutionEntity) execution).isCanceled());
    }
}
