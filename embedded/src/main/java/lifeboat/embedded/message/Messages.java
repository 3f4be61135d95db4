package lifeboat.embedded.message;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.EndedInstance;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.runtime.EventSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Zeebe's messages: buffered for their time to live, published once for each id. A message is correlated when it is
 * published; one that waits, when a subscription opens or an instance that a message started ends, oldest first, each
 * in a transaction of its own.
 */
public class Messages implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final long SWEEP_MILLIS = 1000;
    private static final long NEXT_TRY_MILLIS = 1000;
    private static final int LOOKED_AT = 1024;

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final Commands commands;
    private final JsonVariables json;
    private final EmbeddedEngine engine;
    private final Correlation correlation;
    private final AtomicLongArray looks = new AtomicLongArray(LOOKED_AT);
    private final Set<MessageName> toLookAt = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService buffer = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "message-buffer"));

    public Messages(EmbeddedEngine engine, Commands commands) {
        this.engine = engine;
        this.runtime = engine.operaton().getRuntimeService();
        this.repository = engine.operaton().getRepositoryService();
        this.json = engine.json();
        this.commands = commands;
        this.correlation = new Correlation(engine);
        engine.subscriptionOpened().subscribe(name -> lookAt(MessageName.ofSubscription(name)));
        engine.instanceEnded().subscribe(this::ended);
        inTransaction(sql -> new MessageBuffer(sql).names().forEach(this::lookAt));
        buffer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @return the message's key */
    public long publish(String name, String correlationKey, Duration timeToLive, String id, String variables) {
        json.stored("PUBLISH", variables);
        Message message = message(new MessageName(name, correlationKey), id, timeToLive, variables);
        boolean waits = !timeToLive.isZero() && !timeToLive.isNegative();
        long looks = looks(message.named());
        commands.inTransaction(context -> publish(context, message, waits));
        if (waits && looks(message.named()) != looks) {
            lookAt(message.named());
        }
        return message.key();
    }

    private Void publish(CommandContext context, Message message, boolean waits) {
        Sql sql = new Sql(context);
        MessageBuffer messages = new MessageBuffer(sql);
        boolean isThere = !message.id().isEmpty()
                && messages.contains(message.named(), message.id(), engine.clock().now());
        if (isThere || waits && !messages.add(message, engine.clock().now())) {
            throw new Rejection("PUBLISH", Rejection.Type.ALREADY_EXISTS,
                    "Expected to publish a new message with id '%s', but a message with that id was already published"
                            .formatted(message.id()));
        }
        for (CorrelatedMessage correlated : correlation.correlate(message)) {
            correlated.insert(sql);
            if (waits) {
                messages.correlated(message.key(), processId(correlated.processDefinitionId()));
            }
        }
        return null;
    }

    /**
     * Hands a message to whoever waits for it now.
     *
     * @throws Rejection if nobody does
     */
    public CorrelatedMessage correlate(String name, String correlationKey, String variables) {
        json.stored("CORRELATE", variables);
        Message message = message(new MessageName(name, correlationKey), "", Duration.ZERO, variables);
        return commands.inTransaction(context -> {
            List<CorrelatedMessage> correlated = correlation.correlate(message);
            correlated.forEach(one -> one.insert(new Sql(context)));
            return correlated.stream().findFirst().orElseThrow(() -> Rejection.notFound("CORRELATE",
                    "Expected to find subscription for message with name '%s' and correlation key '%s', but none was "
                            + "found.", name, correlationKey));
        });
    }

    private Message message(MessageName named, String id, Duration timeToLive, String variables) {
        return new Message(Long.parseLong(engine.configuration().getIdGenerator().getNextId()), named, id,
                engine.clock().now().plus(timeToLive), variables);
    }

    /** Another message with the key of the one that started it may be waiting to start the next. */
    private void ended(EndedInstance instance) {
        if (instance.correlationKey() != null && !instance.correlationKey().isEmpty()) {
            submit(0, () -> commands.inTransaction(context -> Correlation.startingMessages(context,
                    instance.processId())).forEach(name ->
                            lookAt(new MessageName(name, instance.correlationKey()))));
        }
    }

    /** Has a look, soon, whether a message of that name that waits can be correlated. */
    private void lookAt(MessageName named) {
        if (toLookAt.add(named)) {
            submit(0, () -> correlateNext(named));
        }
    }

    /** A look that began while a message was published may have missed it; one that begins later does not. */
    private long looks(MessageName named) {
        return looks.get(Math.floorMod(named.hashCode(), looks.length()));
    }

    private void correlateNext(MessageName named) {
        toLookAt.remove(named);
        looks.incrementAndGet(Math.floorMod(named.hashCode(), looks.length()));
        if (commands.inTransaction(context -> correlateNext(context, named))) {
            lookAt(named);
        }
    }

    private boolean correlateNext(CommandContext context, MessageName named) {
        Sql sql = new Sql(context);
        Optional<CorrelatedMessage> correlated = correlation.correlateNext(named, new MessageBuffer(sql));
        correlated.ifPresent(message -> message.insert(sql));
        return correlated.isPresent();
    }

    private void sweep() {
        try {
            inTransaction(sql -> new MessageBuffer(sql).removeExpired(engine.clock().now()));
        } catch (RuntimeException e) {
            LOG.error("Removing expired messages failed; trying again in {} ms", SWEEP_MILLIS, e);
        }
    }

    /** Does it until it succeeds. */
    private void submit(long delayMillis, Runnable task) {
        try {
            buffer.schedule(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("Correlating a message that waits failed; trying again in {} ms", NEXT_TRY_MILLIS, e);
                    submit(NEXT_TRY_MILLIS, task);
                }
            }, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No more messages are correlated: the engine is closing");
        }
    }

    /** The process id of one of the engine's process definitions. */
    private String processId(String processDefinitionId) {
        return repository.getProcessDefinition(processDefinitionId).getKey();
    }

    /** The subscriptions with the given ids that are open, in that order. */
    public List<OpenSubscription> open(List<String> ids) {
        return commands.inTransaction(context -> ids.stream()
                .map(context.getEventSubscriptionManager()::findEventSubscriptionById).filter(Objects::nonNull)
                .flatMap(subscription -> open(subscription).stream()).toList());
    }

    private Optional<OpenSubscription> open(EventSubscription subscription) {
        ExecutionEntity waiting = (ExecutionEntity) runtime.createExecutionQuery()
                .executionId(subscription.getExecutionId()).singleResult();
        MessageName named = MessageName.ofSubscription(subscription.getEventName());
        return Optional.ofNullable(waiting).map(execution -> new OpenSubscription(
                Long.parseLong(subscription.getId()), named.name(), named.correlationKey(),
                Long.parseLong(execution.getProcessInstanceId()), execution.getProcessDefinitionId(),
                subscription.getActivityId(), Keys.ofElementInstance(execution.getActivityInstanceId()),
                subscription.getCreated().toInstant()));
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
