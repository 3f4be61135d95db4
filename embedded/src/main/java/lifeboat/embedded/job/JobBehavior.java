package lifeboat.embedded.job;

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
    private final String type;
    private final Offer offer;

    /** @param type the job's type, or an expression for it */
    public JobBehavior(Feel feel, JsonVariables json, String type, Offer offer) {
        super(null, null);
        this.feel = feel;
        this.json = json;
        this.type = type;
        this.offer = offer;
    }

    @Override
    public void execute(ActivityExecution execution) {
        String topic = Feel.isExpression(type) ? feel.evaluateText(type, json.values(execution.getVariables())) : type;
        offer.created(ExternalTaskEntity.createAndInsert((ExecutionEntity) execution, topic, 0),
                (ExecutionEntity) execution);
    }
}
