package lifeboat.embedded.bpmn;

import org.operaton.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.operaton.bpm.engine.impl.pvm.delegate.ActivityExecution;

/** A task whose work a worker does. */
public class JobBehavior extends ExternalTaskActivityBehavior {

    /** Told of each job inside the transaction that creates it. */
    @FunctionalInterface
    public interface Offer {
        void created(ExternalTaskEntity job, ExecutionEntity execution);
    }

    private final JobCreation jobs;
    private final JobDefinition definition;

    JobBehavior(JobCreation jobs, JobDefinition definition) {
        super(null, null);
        this.jobs = jobs;
        this.definition = definition;
    }

    @Override
    public void execute(ActivityExecution execution) {
        jobs.create(execution, definition.type(), definition.retries(), 0);
    }
}
