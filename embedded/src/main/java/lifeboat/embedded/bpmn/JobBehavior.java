package lifeboat.embedded.bpmn;

import java.util.Map;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/** A task whose work a worker does: it creates a job, and offers it in the same transaction. */
public class JobBehavior extends ExternalTaskActivityBehavior {

    /** Told of each job inside the transaction that creates it. */
    @FunctionalInterface
    public interface Offer {
        void created(ExternalTaskEntity job, ExecutionEntity execution);
    }

    private final Feel feel;
    private final JsonVariables json;
    private final JobDefinition definition;
    private final Offer offer;

    public JobBehavior(Feel feel, JsonVariables json, JobDefinition definition, Offer offer) {
        super(null, null);
        this.feel = feel;
        this.json = json;
        this.definition = definition;
        this.offer = offer;
    }

    @Override
    public void execute(ActivityExecution execution) {
        boolean evaluates = Feel.isExpression(definition.type()) || Feel.isExpression(definition.retries());
        Map<String, Object> variables = evaluates ? json.values(execution.getVariables()) : Map.of();
        String type = feel.evaluateText(definition.type(), variables);
        int retries = feel.evaluateInteger(definition.retries(), variables);
        ExternalTaskEntity job = ExternalTaskEntity.createAndInsert((ExecutionEntity) execution, type, 0);
        if (retries > 0) {
            job.setRetries(retries);
        }
        offer.created(job, (ExecutionEntity) execution);
    }
}
