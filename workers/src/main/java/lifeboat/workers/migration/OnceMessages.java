package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Starts processes beside a migration, each of them once: a job may run twice, and the engine takes a message once. */
@Component
class OnceMessages {

    private static final Logger LOG = LoggerFactory.getLogger(OnceMessages.class);
    private static final Duration UNTIL_TAKEN = Duration.ofHours(1);

    private final CamundaClient client;

    OnceMessages(CamundaClient client) {
        this.client = client;
    }

    void publish(String name, String id, Map<String, Object> variables) {
        publish(name, id, id, variables);
    }

    /** @param key of which one process is under way at a time, others wait for it */
    void publish(String name, String key, String id, Map<String, Object> variables) {
        try {
            client.newPublishMessageCommand().messageName(name).correlationKey(key).messageId(id)
                    .timeToLive(UNTIL_TAKEN).variables(variables).send().join();
        } catch (ClientException e) {
            if (!String.valueOf(e.getMessage()).contains("ALREADY_EXISTS")) {
                throw e;
            }
            LOG.info("{} for {} was published already", name, id);
        }
    }
}
