package lifeboat.embedded.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.deployment.BpmnTranslator;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.operaton.bpm.engine.runtime.EventSubscription;
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
        createTables();
        buffer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private record Message(long key, String name, String correlationKey, String id, Instant deadline,
            String variables, Set<String> correlatedTo) {
    }

    /** @return the message's key */
    public long publish(String name, String correlationKey, Duration timeToLive, String id, String variables) {
        json.stored("PUBLISH", variables);
        long key = commands.inTransaction(context -> {
            Connection connection = connection(context);
            if (!id.isEmpty() && isBuffered(connection, name, correlationKey, id)) {
                throw new Rejection("PUBLISH", Rejection.Type.ALREADY_EXISTS,
                        ("Expected to publish a new message with id '%s', but a message with that id was already "
                                + "published")
                                .formatted(id));
            }
            Message message = new Message(Long.parseLong(engine.configuration().getIdGenerator().getNextId()), name,
                    correlationKey, id, Instant.now().plus(timeToLive), variables, new HashSet<>());
            correlate(message);
            if (!timeToLive.isZero() && !timeToLive.isNegative()) {
                insert(connection, message);
            }
            return message.key();
        });
        buffered = true;
        return key;
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
        Connection connection = connection(context);
        update(connection, "delete from EMBEDDED_MESSAGE where DEADLINE <= ?", Instant.now().toEpochMilli());
        update(connection, "delete from EMBEDDED_CORRELATION where MESSAGE_KEY not in "
                + "(select MESSAGE_KEY from EMBEDDED_MESSAGE)");
        List<Message> messages = select(connection);
        for (Message message : messages) {
            correlate(message).forEach(process -> update(connection,
                    "insert into EMBEDDED_CORRELATION (MESSAGE_KEY, PROCESS_ID) values (?, ?)",
                    message.key(), process));
        }
        return !messages.isEmpty();
    }

    /** @return the ids of the processes it was correlated to just now */
    private Set<String> correlate(Message message) {
        Set<String> now = new HashSet<>();
        for (EventSubscription subscription : subscriptions(message.name())) {
            ProcessDefinition process = repository.getProcessDefinition(processId(subscription));
            if (subscription.getExecutionId() == null && !message.correlatedTo().contains(process.getKey())
                    && !isRunning(process.getKey(), message.correlationKey())) {
                runtime.createMessageCorrelation(message.name())
                        .processDefinitionId(process.getId())
                        .processInstanceBusinessKey(message.correlationKey())
                        .setVariables(json.stored("PUBLISH", message.variables()))
                        .correlateStartMessage();
                message.correlatedTo().add(process.getKey());
                now.add(process.getKey());
            }
        }
        String named = BpmnTranslator.subscriptionName(message.name(), message.correlationKey());
        for (EventSubscription subscription : subscriptions(named)) {
            String process = processKey(subscription);
            if (message.correlatedTo().add(process)) {
                runtime.messageEventReceived(named, subscription.getExecutionId(),
                        json.stored("PUBLISH", message.variables()));
                now.add(process);
            }
        }
        return now;
    }

    private List<EventSubscription> subscriptions(String name) {
        return runtime.createEventSubscriptionQuery().eventType("message").eventName(name)
                .orderByCreated().asc().list();
    }

    private static String processId(EventSubscription subscription) {
        return ((EventSubscriptionEntity) subscription).getConfiguration();
    }

    private String processKey(EventSubscription subscription) {
        return repository.getProcessDefinition(runtime.createProcessInstanceQuery()
                .processInstanceId(subscription.getProcessInstanceId()).singleResult().getProcessDefinitionId())
                .getKey();
    }

    private boolean isRunning(String processKey, String correlationKey) {
        return !correlationKey.isEmpty() && runtime.createProcessInstanceQuery().processDefinitionKey(processKey)
                .processInstanceBusinessKey(correlationKey).count() > 0;
    }

    private void createTables() {
        commands.inTransaction(context -> {
            Connection connection = connection(context);
            update(connection, "create table if not exists EMBEDDED_MESSAGE (MESSAGE_KEY bigint primary key, "
                    + "NAME varchar(1000), CORRELATION_KEY varchar(1000), MESSAGE_ID varchar(1000), DEADLINE bigint, "
                    + "VARIABLES text)");
            update(connection, "create table if not exists EMBEDDED_CORRELATION (MESSAGE_KEY bigint, "
                    + "PROCESS_ID varchar(1000))");
            return null;
        });
    }

    private static boolean isBuffered(Connection connection, String name, String correlationKey, String id) {
        return select(connection).stream().anyMatch(message -> message.name().equals(name)
                && message.correlationKey().equals(correlationKey) && message.id().equals(id)
                && message.deadline().isAfter(Instant.now()));
    }

    private static void insert(Connection connection, Message message) {
        update(connection, "insert into EMBEDDED_MESSAGE (MESSAGE_KEY, NAME, CORRELATION_KEY, MESSAGE_ID, DEADLINE, "
                + "VARIABLES) values (?, ?, ?, ?, ?, ?)", message.key(), message.name(), message.correlationKey(),
                message.id(), message.deadline().toEpochMilli(), message.variables());
        message.correlatedTo().forEach(process -> update(connection,
                "insert into EMBEDDED_CORRELATION (MESSAGE_KEY, PROCESS_ID) values (?, ?)", message.key(), process));
    }

    private static List<Message> select(Connection connection) {
        try (PreparedStatement messages = connection.prepareStatement(
                "select * from EMBEDDED_MESSAGE order by MESSAGE_KEY");
                PreparedStatement correlations = connection.prepareStatement(
                        "select PROCESS_ID from EMBEDDED_CORRELATION where MESSAGE_KEY = ?");
                ResultSet rows = messages.executeQuery()) {
            List<Message> found = new ArrayList<>();
            while (rows.next()) {
                Set<String> correlatedTo = new HashSet<>();
                correlations.setLong(1, rows.getLong("MESSAGE_KEY"));
                try (ResultSet processes = correlations.executeQuery()) {
                    while (processes.next()) {
                        correlatedTo.add(processes.getString(1));
                    }
                }
                found.add(new Message(rows.getLong("MESSAGE_KEY"), rows.getString("NAME"),
                        rows.getString("CORRELATION_KEY"), rows.getString("MESSAGE_ID"),
                        Instant.ofEpochMilli(rows.getLong("DEADLINE")), rows.getString("VARIABLES"), correlatedTo));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("The message buffer cannot be read", e);
        }
    }

    private static void update(Connection connection, String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The message buffer cannot be written", e);
        }
    }

    private static Connection connection(CommandContext context) {
        return context.getDbSqlSession().getSqlSession().getConnection();
    }

    @Override
    public void close() {
        buffer.shutdownNow();
    }
}
