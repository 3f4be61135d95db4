package lifeboat.embedded.job;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.bpmn.JobBehavior;
import org.operaton.bpm.engine.impl.cfg.TransactionState;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands jobs to those who wait for them: at once when a job is created, and by a regular look for those whose worker
 * let the deadline pass or whose back-off is over.
 */
public class JobDispatcher implements JobBehavior.Offer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobDispatcher.class);
    private static final long LOOK_MILLIS = 100;
    private static final Comparator<JobConsumer> STREAMS_FIRST =
            Comparator.comparing(JobConsumer::isStream).reversed();

    private final Jobs jobs;
    private final Map<String, Queue<JobConsumer>> consumers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService dispatcher = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "job-dispatcher"));

    public JobDispatcher(Jobs jobs) {
        this.jobs = jobs;
        dispatcher.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes in a consumer, which first gets what is already waiting. */
    public void add(JobConsumer consumer) {
        consumers.computeIfAbsent(consumer.type(), type -> new ConcurrentLinkedQueue<>()).add(consumer);
        submit(() -> dispatch(consumer.type()));
    }

    /** Takes a consumer out, between two deliveries, and then does {@code after}. */
    public void remove(JobConsumer consumer, Runnable after) {
        submit(() -> {
            consumers.getOrDefault(consumer.type(), new ConcurrentLinkedQueue<>()).remove(consumer);
            after.run();
        });
    }

    /** Lets go of everybody who waits; returns when no delivery is under way. */
    public void dropConsumers() {
        CompletableFuture.runAsync(consumers::clear, dispatcher).join();
    }

    /** Takes a new job for somebody who waits, so that it is there as soon as it is committed. */
    @Override
    public void created(ExternalTaskEntity task, ExecutionEntity execution) {
        Optional<JobConsumer> stream = readyStream(task.getTopicName());
        Optional<ActivatedJob> taken = stream.map(consumer -> jobs.take(task, execution, consumer));
        Context.getCommandContext().getTransactionContext().addTransactionListener(TransactionState.COMMITTED,
                context -> {
                    if (taken.isEmpty()) {
                        submit(() -> dispatch(task.getTopicName()));
                    } else if (Jobs.isTooLarge(taken.get())) {
                        submit(() -> jobs.raiseTooLarge(taken.get()));
                    } else if (!reaches(stream.orElseThrow(), taken.get())) {
                        submit(() -> giveBack(taken.get()));
                    }
                });
    }

    /** What the caller asked for is committed: that a worker is gone is no failure of it. */
    private static boolean reaches(JobConsumer consumer, ActivatedJob job) {
        try {
            return consumer.deliver(List.of(job));
        } catch (RuntimeException e) {
            LOG.warn("Job {} did not reach worker {}; it is given back", job.key(), consumer.worker(), e);
            return false;
        }
    }

    /** Polls end with their first answer, so only streams take what is not committed yet. */
    private Optional<JobConsumer> readyStream(String type) {
        Queue<JobConsumer> queue = consumers.get(type);
        if (queue == null) {
            return Optional.empty();
        }
        Optional<JobConsumer> ready = queue.stream().filter(JobConsumer::isStream).filter(JobDispatcher::takes)
                .findFirst();
        ready.filter(queue::remove).ifPresent(queue::add);
        return ready;
    }

    private void giveBack(ActivatedJob job) {
        jobs.release(job);
        dispatch(job.type());
    }

    private void look() {
        try {
            if (consumers.values().stream().anyMatch(queue -> queue.stream().anyMatch(JobDispatcher::takes))) {
                jobs.waitingTypes().forEach(this::dispatch);
            }
        } catch (RuntimeException e) {
            LOG.error("Looking for waiting jobs failed; trying again in {} ms", LOOK_MILLIS, e);
        }
    }

    private void dispatch(String type) {
        Queue<JobConsumer> queue = consumers.getOrDefault(type, new ConcurrentLinkedQueue<>());
        queue.removeIf(JobConsumer::isClosed);
        for (JobConsumer consumer : queue.stream().sorted(STREAMS_FIRST).toList()) {
            if (!takes(consumer)) {
                continue;
            }
            List<ActivatedJob> activated = jobs.activate(type, consumer.worker(), consumer.timeout(),
                    consumer.capacity(), consumer.fetchVariables());
            if (activated.isEmpty()) {
                return;
            }
            if (!consumer.deliver(activated)) {
                activated.forEach(jobs::release);
            } else if (queue.remove(consumer)) {
                queue.add(consumer);
            }
        }
    }

    private static boolean takes(JobConsumer consumer) {
        return !consumer.isClosed() && consumer.capacity() > 0;
    }

    private void submit(Runnable task) {
        try {
            dispatcher.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("Handing out jobs failed; trying again in {} ms", LOOK_MILLIS, e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("No more jobs are handed out: the engine is closing");
        }
    }

    @Override
    public void close() {
        dispatcher.shutdownNow();
    }
}
