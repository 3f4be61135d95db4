package lifeboat.embedded.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.deployment.BpmnTranslator;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.instance.Keys;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.runtime.EventSubscription;
import org.operaton.bpm.engine.runtime.ProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Zeebe's messages: buffered for their time to live, published once for each id, correlated at most once for each
 * process, and at most one running instance for each correlation key that started one. Publication, correlation and
 * buffer share one transaction.
 */
public class Messages implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final long LOOK_MILLIS = 100;

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final Commands commands;
    private final JsonVariables json;
    private final EmbeddedEngine engine;
    private final ScheduledExecutorService buffer = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "message-buffer"));
    private volatile boolean buffered = true;

    public Messages(EmbeddedEngine engine, Commands commands) {
        this.engine = engine;
        this.runtime = engine.operaton().getRuntimeService();
        this.repository = engine.operaton().getRepositoryService();
        this.json = engine.json();
        this.commands = commands;
        inTransaction(sql -> {
            MessageBuffer.create(sql);
            CorrelatedMessage.createTable(sql);
        });
        buffer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @return the message's key */
    public long publish(String name, String correlationKey, Duration timeToLive, String id, String variables) {
        json.stored("PUBLISH", variables);
        long key = commands.inTransaction(context -> {
            MessageBuffer messages = new MessageBuffer(new Sql(context));
            if (!id.isEmpty() && messages.contains(name, correlationKey, id, engine.clock().now())) {
                throw new Rejection("PUBLISH", Rejection.Type.ALREADY_EXISTS,
                        ("Expected to publish a new message with id '%s', but a message with that id was already "
                                + "published")
                                .formatted(id));
            }
            Message message = message(name, correlationKey, id, timeToLive, variables);
            correlate(context, message);
            if (!timeToLive.isZero() && !timeToLive.isNegative()) {
                messages.add(message);
            }
            return message.key();
        });
        buffered = true;
        return key;
    }

    /**
     * Hands a message to whoever waits for it now.
     *
     * @throws Rejection if nobody does
     */
    public CorrelatedMessage correlate(String name, String correlationKey, String variables) {
        json.stored("CORRELATE", variables);
        return commands.inTransaction(context -> correlate(context,
                message(name, correlationKey, "", Duration.ZERO, variables)).stream().findFirst()
                .orElseThrow(() -> Rejection.notFound("CORRELATE", "Expected to find subscription for message with "
                        + "name '%s' and correlation key '%s', but none was found.", name, correlationKey)));
    }

    private Message message(String name, String correlationKey, String id, Duration timeToLive, String variables) {
        return new Message(Long.parseLong(engine.configuration().getIdGenerator().getNextId()), name, correlationKey,
                id, engine.clock().now().plus(timeToLive), variables, new HashSet<>());
    }

    private void look() {
        try {
            if (buffered) {
                buffered = false;
                if (commands.inTransaction(this::correlateBuffered)) {
                    buffered = true;
                }
            }
        } catch (RuntimeException e) {
            buffered = true;
            LOG.error("Correlating buffered messages failed; trying again in {} ms", LOOK_MILLIS, e);
        }
    }

    /** @return whether any message is left in the buffer */
    private boolean correlateBuffered(CommandContext context) {
        MessageBuffer buffer = new MessageBuffer(new Sql(context));
        buffer.removeExpired(engine.clock().now());
        List<Message> messages = buffer.all();
        for (Message message : messages) {
            correlate(context, message).forEach(correlated ->
                    buffer.correlated(message, processId(correlated.processDefinitionId())));
        }
        return !messages.isEmpty();
    }

    /** Correlates a message to every process that waits for it and does not have it yet. */
    private List<CorrelatedMessage> correlate(CommandContext context, Message message) {
        List<CorrelatedMessage> now = new ArrayList<>();
        for (EventSubscription subscription : subscriptions(message.name())) {
            ProcessDefinition process = repository.getProcessDefinition(
                    ((EventSubscriptionEntity) subscription).getConfiguration());
            if (subscription.getExecutionId() == null && !message.correlatedTo().contains(process.getKey())
                    && !isRunning(process.getKey(), message.correlationKey())) {
                ProcessInstance instance = runtime.createMessageCorrelation(message.name())
                        .processDefinitionId(process.getId())
                        .processInstanceBusinessKey(message.correlationKey())
                        .setVariables(json.stored("PUBLISH", message.variables()))
                        .correlateStartMessage();
                message.correlatedTo().add(process.getKey());
                now.add(correlated(message, subscription, instance.getId(), process.getId(), 0));
            }
        }
        String named = BpmnTranslator.subscriptionName(message.name(), message.correlationKey());
        for (EventSubscription subscription : subscriptions(named)) {
            ExecutionEntity waiting = (ExecutionEntity) runtime.createExecutionQuery()
                    .executionId(subscription.getExecutionId()).singleResult();
            if (waiting == null) {
                continue; // it has ended since
            }
            String process = waiting.getProcessDefinitionId();
            if (message.correlatedTo().add(processId(process))) {
                CorrelatedMessage correlated = correlated(message, subscription, waiting.getProcessInstanceId(),
                        process, Keys.ofElementInstance(waiting.getActivityInstanceId()));
                runtime.messageEventReceived(named, subscription.getExecutionId(),
                        json.stored("PUBLISH", message.variables()));
                now.add(correlated);
            }
        }
        now.forEach(correlated -> correlated.insert(new Sql(context)));
        return now;
    }

    private CorrelatedMessage correlated(Message message, EventSubscription subscription, String processInstanceId,
            String processDefinitionId, long elementInstanceKey) {
        return new CorrelatedMessage(message.key(), Long.parseLong(subscription.getId()), message.name(),
                message.correlationKey(), Long.parseLong(processInstanceId), processDefinitionId,
                subscription.getActivityId(), elementInstanceKey, engine.clock().now());
    }

    private List<EventSubscription> subscriptions(String name) {
        return runtime.createEventSubscriptionQuery().eventType("message").eventName(name)
                .orderByCreated().asc().list();
    }

    /** The process id of one of the engine's process definitions. */
    public String processId(String processDefinitionId) {
        return repository.getProcessDefinition(processDefinitionId).getKey();
    }

    private boolean isRunning(String processKey, String correlationKey) {
        return !correlationKey.isEmpty() && runtime.createProcessInstanceQuery().processDefinitionKey(processKey)
                .processInstanceBusinessKey(correlationKey).count() > 0;
    }

    /** Who waits for a message now, oldest first. */
    public List<OpenSubscription> open() {
        return runtime.createEventSubscriptionQuery().eventType("message").orderByCreated().asc().list().stream()
                .filter(subscription -> subscription.getExecutionId() != null)
                .flatMap(subscription -> open(subscription).stream()).toList();
    }

    private Optional<OpenSubscription> open(EventSubscription subscription) {
        ExecutionEntity waiting = (ExecutionEntity) runtime.createExecutionQuery()
                .executionId(subscription.getExecutionId()).singleResult();
        String[] named = BpmnTranslator.messageAndKey(subscription.getEventName());
        return Optional.ofNullable(waiting).map(execution -> new OpenSubscription(
                Long.parseLong(subscription.getId()), named[0], named[1],
                Long.parseLong(execution.getProcessInstanceId()), execution.getProcessDefinitionId(),
                subscription.getActivityId(), Keys.ofElementInstance(execution.getActivityInstanceId()),
                subscription.getCreated().toInstant()));
    }

    /** Every message that reached an instance, oldest first. */
    public List<CorrelatedMessage> correlated() {
        return commands.inTransaction(context -> CorrelatedMessage.all(new Sql(context)));
    }

    /** Forgets what an instance was sent. */
    public void forget(String processInstanceId) {
        inTransaction(sql -> CorrelatedMessage.deleteOf(sql, processInstanceId));
    }

    /** Forgets every message. */
    public void purge() {
        inTransaction(sql -> {
            new MessageBuffer(sql).clear();
            CorrelatedMessage.clear(sql);
        });
    }

    private void inTransaction(Consumer<Sql> work) {
        commands.inTransaction(context -> {
            work.accept(new Sql(context));
            return null;
        });
    }

    @Override
    public void close() {
        buffer.shutdownNow();
    }
}
