package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.MessageCorrelationRequest;
import io.camunda.client.protocol.rest.MessageCorrelationResult;
import io.camunda.client.protocol.rest.MessagePublicationRequest;
import io.camunda.client.protocol.rest.MessagePublicationResult;
import java.time.Duration;
import java.util.Objects;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.message.CorrelatedMessage;
import lifeboat.embedded.message.Messages;
import lifeboat.embedded.variable.JsonVariables;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes and correlates messages. */
@RestController
@RequestMapping("/v2/messages")
public class MessageController {

    private final Messages messages;
    private final JsonVariables json;

    public MessageController(Messages messages, JsonVariables json) {
        this.messages = messages;
        this.json = json;
    }

    @PostMapping("/publication")
    MessagePublicationResult publish(@RequestBody MessagePublicationRequest request) {
        if (request.getName() == null || request.getName().isBlank()) {
            throw Rejection.invalidArgument("PUBLISH", "No name provided");
        }
        long key = messages.publish(request.getName(), Objects.requireNonNullElse(request.getCorrelationKey(), ""),
                Duration.ofMillis(Objects.requireNonNullElse(request.getTimeToLive(), 0L)),
                Objects.requireNonNullElse(request.getMessageId(), ""), json.write(request.getVariables()));
        return new MessagePublicationResult().messageKey(String.valueOf(key)).tenantId(Camunda.TENANT);
    }

    @PostMapping("/correlation")
    MessageCorrelationResult correlate(@RequestBody MessageCorrelationRequest request) {
        if (request.getName() == null || request.getName().isBlank()) {
            throw Rejection.invalidArgument("CORRELATE", "No messageName provided");
        }
        CorrelatedMessage correlated = messages.correlate(request.getName(),
                Objects.requireNonNullElse(request.getCorrelationKey(), ""), json.write(request.getVariables()));
        return new MessageCorrelationResult().messageKey(String.valueOf(correlated.messageKey()))
                .processInstanceKey(String.valueOf(correlated.processInstanceKey())).tenantId(Camunda.TENANT);
    }
}
