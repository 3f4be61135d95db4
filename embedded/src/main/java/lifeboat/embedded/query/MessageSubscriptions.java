package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.CorrelatedMessageSubscriptionResult;
import io.camunda.client.protocol.rest.MessageSubscriptionResult;
import io.camunda.client.protocol.rest.MessageSubscriptionStateEnum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.bpmn.BpmnTranslator;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.message.CorrelatedMessage;
import lifeboat.embedded.message.Messages;
import lifeboat.embedded.message.OpenSubscription;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;

/** Who waits for a message, and who got one. */
public class MessageSubscriptions {

    private static final String CORRELATED_NAME = "EMBEDDED_CORRELATED";
    private static final Optional<String> CORRELATED_INDEX = Optional.of("EMBEDDED_CORRELATED_ORDER");
    private static final List<String> CORRELATED_ORDER = List.of("CORRELATED_AT", "MESSAGE_KEY",
            "SUBSCRIPTION_KEY");
    private static final Map<String, Column> CORRELATED_COLUMNS = Map.of(
            "messageName", Column.text("NAME"),
            "correlationKey", Column.text("CORRELATION_KEY"),
            "elementId", Column.text("ELEMENT_ID"),
            "processInstanceKey", Column.key("PROCESS_INSTANCE_KEY"),
            "messageKey", Column.key("MESSAGE_KEY"),
            "subscriptionKey", Column.key("SUBSCRIPTION_KEY"),
            "messageSubscriptionKey", Column.key("SUBSCRIPTION_KEY"),
            "messageSubscriptionState", Column.oneOf(Map.of("CORRELATED", "1 = 1", "CREATED", "1 = 0")),
            "tenantId", Column.always(Camunda.TENANT));
    private static final SearchedTable CORRELATED = new SearchedTable(CORRELATED_NAME, Optional.empty(),
            CORRELATED_INDEX, CORRELATED_ORDER, CORRELATED_COLUMNS);
    private static final SearchedTable DONE = new SearchedTable(CORRELATED_NAME,
            Optional.of("ELEMENT_INSTANCE_KEY > 0"), CORRELATED_INDEX, CORRELATED_ORDER, CORRELATED_COLUMNS);
    private static final SearchedTable OPEN = new SearchedTable("ACT_RU_EVENT_SUBSCR",
            Optional.of("EVENT_TYPE_ = 'message' and EXECUTION_ID_ is not null"),
            Optional.of("EMBEDDED_SUBSCRIPTION_ORDER"),
            List.of("CREATED_", "ID_"),
            Map.of("messageSubscriptionKey", Column.few("ID_"),
                    "messageName", Column.holding("left(EVENT_NAME_, position('%s' in EVENT_NAME_) - 1) = ?".formatted(
                            BpmnTranslator.SEPARATOR)),
                    "elementId", Column.text("ACTIVITY_ID_"),
                    "processInstanceKey", Column.few("PROC_INST_ID_"),
                    "messageSubscriptionState", Column.oneOf(Map.of("CREATED", "1 = 1", "CORRELATED", "1 = 0")),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final Messages messages;
    private final ProcessDefinitions processes;
    private final Commands commands;
    private final Search search;

    public MessageSubscriptions(Messages messages, EmbeddedEngine engine, Commands commands) {
        this.processes = new ProcessDefinitions(engine, commands);
        this.messages = messages;
        this.commands = commands;
        this.search = new Search(commands);
    }

    /** @param body a v2 search in those that are open, and those that had a message */
    public JsonNode search(String body) {
        return search.search(Search.query(body), MessageSubscriptionResult.class, List.of(
                new Source<>(DONE, rows -> correlated(rows).stream().map(this::done).toList()),
                new Source<>(OPEN, rows -> messages.open(
                        search.ids(rows)).stream()
                        .map(this::open).toList())));
    }

    /** @param body a v2 search */
    public JsonNode searchCorrelated(String body) {
        return search.search(Search.query(body), CorrelatedMessageSubscriptionResult.class,
                new Source<>(CORRELATED, rows -> correlated(rows).stream().map(this::result).toList()));
    }

    private List<CorrelatedMessage> correlated(Statement rows) {
        return commands.inTransaction(context -> rows.rows(new Sql(context), CorrelatedMessage::read));
    }

    private MessageSubscriptionResult open(OpenSubscription subscription) {
        return new MessageSubscriptionResult()
                .messageSubscriptionKey(String.valueOf(subscription.key()))
                .messageSubscriptionState(MessageSubscriptionStateEnum.CREATED)
                .messageName(subscription.name())
                .correlationKey(subscription.correlationKey())
                .processInstanceKey(String.valueOf(subscription.processInstanceKey()))
                .processDefinitionId(processId(subscription.processDefinitionId()))
                .processDefinitionKey(String.valueOf(Keys.ofProcess(subscription.processDefinitionId())))
                .elementId(subscription.elementId())
                .elementInstanceKey(String.valueOf(subscription.elementInstanceKey()))
                .lastUpdatedDate(Times.text(subscription.created()))
                .tenantId(Camunda.TENANT);
    }

    private MessageSubscriptionResult done(CorrelatedMessage correlated) {
        return new MessageSubscriptionResult()
                .messageSubscriptionKey(String.valueOf(correlated.subscriptionKey()))
                .messageSubscriptionState(MessageSubscriptionStateEnum.CORRELATED)
                .messageName(correlated.name())
                .correlationKey(correlated.correlationKey())
                .processInstanceKey(String.valueOf(correlated.processInstanceKey()))
                .processDefinitionId(processId(correlated.processDefinitionId()))
                .processDefinitionKey(String.valueOf(Keys.ofProcess(correlated.processDefinitionId())))
                .elementId(correlated.elementId())
                .elementInstanceKey(String.valueOf(correlated.elementInstanceKey()))
                .lastUpdatedDate(Times.text(correlated.time()))
                .tenantId(Camunda.TENANT);
    }

    private CorrelatedMessageSubscriptionResult result(CorrelatedMessage correlated) {
        return new CorrelatedMessageSubscriptionResult()
                .messageKey(String.valueOf(correlated.messageKey()))
                .subscriptionKey(String.valueOf(correlated.subscriptionKey()))
                .messageName(correlated.name())
                .correlationKey(correlated.correlationKey())
                .correlationTime(Times.text(correlated.time()))
                .processInstanceKey(String.valueOf(correlated.processInstanceKey()))
                .processDefinitionId(processId(correlated.processDefinitionId()))
                .processDefinitionKey(String.valueOf(Keys.ofProcess(correlated.processDefinitionId())))
                .elementId(correlated.elementId())
                .elementInstanceKey(correlated.elementInstanceKey() == 0 ? null
                        : String.valueOf(correlated.elementInstanceKey()))
                .partitionId(1)
                .tenantId(Camunda.TENANT);
    }

    /** Null if the process was deleted since. */
    private String processId(String processDefinitionId) {
        return processes.find(processDefinitionId).map(ProcessDefinitionEntity::getKey).orElse(null);
    }
}
