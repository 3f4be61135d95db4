package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.CorrelatedMessageSubscriptionResult;
import io.camunda.client.protocol.rest.MessageSubscriptionResult;
import io.camunda.client.protocol.rest.MessageSubscriptionStateEnum;
import java.util.stream.Stream;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.instance.Keys;
import lifeboat.embedded.message.CorrelatedMessage;
import lifeboat.embedded.message.Messages;
import lifeboat.embedded.message.OpenSubscription;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Searches who waits for a message, and who got one. */
@RestController
@RequestMapping("/v2")
public class MessageSubscriptionController {

    private final Messages messages;
    private final Search search = new Search();

    public MessageSubscriptionController(Messages messages) {
        this.messages = messages;
    }

    @PostMapping(value = "/message-subscriptions/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String subscriptions(@RequestBody(required = false) String body) {
        return search.search(Search.query(body), MessageSubscriptionResult.class, () -> Stream.concat(
                messages.correlated().stream().filter(correlated -> correlated.elementInstanceKey() > 0)
                        .map(this::done),
                messages.open().stream().map(this::open)).toList()).toString();
    }

    private MessageSubscriptionResult open(OpenSubscription subscription) {
        return new MessageSubscriptionResult()
                .messageSubscriptionKey(String.valueOf(subscription.key()))
                .messageSubscriptionState(MessageSubscriptionStateEnum.CREATED)
                .messageName(subscription.name())
                .correlationKey(subscription.correlationKey())
                .processInstanceKey(String.valueOf(subscription.processInstanceKey()))
                .processDefinitionId(messages.processId(subscription.processDefinitionId()))
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
                .processDefinitionId(messages.processId(correlated.processDefinitionId()))
                .processDefinitionKey(String.valueOf(Keys.ofProcess(correlated.processDefinitionId())))
                .elementId(correlated.elementId())
                .elementInstanceKey(String.valueOf(correlated.elementInstanceKey()))
                .lastUpdatedDate(Times.text(correlated.time()))
                .tenantId(Camunda.TENANT);
    }

    @PostMapping(value = "/correlated-message-subscriptions/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String correlated(@RequestBody(required = false) String body) {
        return search.search(Search.query(body), CorrelatedMessageSubscriptionResult.class,
                () -> messages.correlated().stream().map(this::result).toList()).toString();
    }

    private CorrelatedMessageSubscriptionResult result(CorrelatedMessage correlated) {
        return new CorrelatedMessageSubscriptionResult()
                .messageKey(String.valueOf(correlated.messageKey()))
                .subscriptionKey(String.valueOf(correlated.subscriptionKey()))
                .messageName(correlated.name())
                .correlationKey(correlated.correlationKey())
                .correlationTime(Times.text(correlated.time()))
                .processInstanceKey(String.valueOf(correlated.processInstanceKey()))
                .processDefinitionId(messages.processId(correlated.processDefinitionId()))
                .processDefinitionKey(String.valueOf(Keys.ofProcess(correlated.processDefinitionId())))
                .elementId(correlated.elementId())
                .elementInstanceKey(correlated.elementInstanceKey() == 0 ? null
                        : String.valueOf(correlated.elementInstanceKey()))
                .partitionId(1)
                .tenantId(Camunda.TENANT);
    }
}
