package lifeboat.embedded.bpmn;

import java.util.concurrent.atomic.AtomicReference;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;

/** Offers each job to who takes them, once somebody does: the engine is there before. */
public final class JobOffers implements JobBehavior.Offer {

    private final AtomicReference<JobBehavior.Offer> taker = new AtomicReference<>((job, execution) -> { });

    public void to(JobBehavior.Offer offer) {
        taker.set(offer);
    }

    @Override
    public void created(ExternalTaskEntity job, ExecutionEntity execution) {
        taker.get().created(job, execution);
    }
}
