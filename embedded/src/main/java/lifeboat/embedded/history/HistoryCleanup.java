package lifeboat.embedded.history;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.batch.BatchOperations;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.EngineClock;
import lifeboat.embedded.message.Messages;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricDecisionInstance;
import org.operaton.bpm.engine.history.HistoricProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is known of process instances that ended long ago, and of decisions that were evaluated long ago. */
public class HistoryCleanup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryCleanup.class);
    private static final long LOOK_MINUTES = 60;
    private static final int BATCH = 100;

    private final HistoryService history;
    private final EngineClock clock;
    private final SequenceFlows flows;
    private final Messages messages;
    private final BatchOperations batches;
    private final Duration age;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "history-cleanup"));

    /** @param age how long ago an instance must have ended */
    public HistoryCleanup(EmbeddedEngine engine, SequenceFlows flows, Messages messages, BatchOperations batches,
            Duration age) {
        this.history = engine.operaton().getHistoryService();
        this.clock = engine.clock();
        this.flows = flows;
        this.messages = messages;
        this.batches = batches;
        this.age = age;
        schedule.scheduleWithFixedDelay(this::look, 1, LOOK_MINUTES, TimeUnit.MINUTES);
    }

    private void look() {
        try {
            cleanUp();
        } catch (RuntimeException e) {
            LOG.error("Removing old history failed; trying again in {} minutes", LOOK_MINUTES, e);
        }
    }

    /** Removes everything that is old enough now. */
    public void cleanUp() {
        Date limit = Date.from(clock.now().minus(age));
        List<String> instances;
        while (!(instances = endedBefore(limit)).isEmpty()) {
            history.deleteHistoricProcessInstancesIfExists(instances);
            instances.forEach(instance -> {
                flows.forget(instance);
                messages.forget(instance);
            });
        }
        batches.forgetEndedBefore(limit.toInstant());
        history.createHistoricDecisionInstanceQuery().evaluatedBefore(limit).list().stream()
                .map(HistoricDecisionInstance::getId).forEach(history::deleteHistoricDecisionInstanceByInstanceId);
    }

    private List<String> endedBefore(Date limit) {
        return history.createHistoricProcessInstanceQuery().finishedBefore(limit).listPage(0, BATCH).stream()
                .map(HistoricProcessInstance::getId).toList();
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
