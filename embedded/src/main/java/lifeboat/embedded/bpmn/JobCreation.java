package lifeboat.embedded.bpmn;

import java.util.Map;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/** Creates jobs, and offers each in the transaction that creates it. */
class JobCreation {

    private final Feel feel;
    private final JsonVariables json;
    private final JobBehavior.Offer offer;

    JobCreation(Feel feel, JsonVariables json, JobBehavior.Offer offer) {
        this.feel = feel;
        this.json = json;
        this.offer = offer;
    }

    /**
     * @param type a text, or an expression
     * @param retries a number, or an expression
     * @param priority whose job it is, see {@link Listener#priority}
     */
    void create(ActivityExecution execution, String type, String retries, long priority) {
        boolean evaluates = Feel.isExpression(type) || Feel.isExpression(retries);
        Map<String, Object> variables = evaluates ? json.values(execution.getVariables()) : Map.of();
        String evaluatedType = feel.evaluateText(type, variables);
        int evaluatedRetries = feel.evaluateInteger(retries, variables);
        ExternalTaskEntity job = ExternalTaskEntity.createAndInsert((ExecutionEntity) execution, evaluatedType,
                priority);
        if (evaluatedRetries > 0) {
            job.setRetries(evaluatedRetries);
        }
        offer.created(job, (ExecutionEntity) execution);
    }
}
