package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ProcessInstance;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which migrations are under way, according to the engine. */
@Component
class RunningMigrations {

    private final CamundaClient client;

    RunningMigrations(CamundaClient client) {
        this.client = client;
    }

    /** A migration of the service that began before the one given. */
    Optional<Long> before(long processInstanceKey, String service) {
        String json = client.getConfiguration().getJsonMapper().toJson(service);
        return client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(SessionMigration.PROCESS_ID).state(ProcessInstanceState.ACTIVE)
                        .variables(Map.of(SessionMigration.VARIABLE_SERVICE, json)))
                .send().join().items().stream()
                .map(ProcessInstance::getProcessInstanceKey)
                .filter(key -> key < processInstanceKey)
                .min(Long::compare);
    }
}
