package lifeboat.embedded.rest;

import lifeboat.embedded.query.MessageSubscriptions;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Searches who waits for a message, and who got one. */
@RestController
@RequestMapping("/v2")
public class MessageSubscriptionController {

    private final MessageSubscriptions subscriptions;

    public MessageSubscriptionController(MessageSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @PostMapping(value = "/message-subscriptions/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String subscriptions(@RequestBody(required = false) String body) {
        return subscriptions.search(body).toString();
    }

    @PostMapping(value = "/correlated-message-subscriptions/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String correlated(@RequestBody(required = false) String body) {
        return subscriptions.searchCorrelated(body).toString();
    }
}
