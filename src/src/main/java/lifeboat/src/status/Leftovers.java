package lifeboat.src.status;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ProcessInstance;
import java.util.List;
import lifeboat.workers.migration.SessionMigration;

/** What migrations have left behind, according to the engine. */
public final class Leftovers {

    /**
     * What one migration has left.
     *
     * @param migration its id
     * @param left one sentence for each thing, with the device and what it said; empty while it is still looked at
     */
    public record Leftover(String migration, List<String> left) {
    }

    private final CamundaClient client;
    private final Migrations migrations;

    public Leftovers(CamundaClient client) {
        this.client = client;
        this.migrations = new Migrations(client);
    }

    /** Those that somebody has to look at. */
    public List<Leftover> open() {
        return client.newProcessInstanceSearchRequest().filter(f -> f
                .processDefinitionId(SessionMigration.LEFTOVER_PROCESS_ID).state(ProcessInstanceState.ACTIVE)).send()
                .join().items().stream().map(ProcessInstance::getProcessInstanceKey).map(this::leftover)
                .filter(leftover -> !leftover.left().isEmpty()).toList();
    }

    private Leftover leftover(long key) {
        return new Leftover(migrations.text(key, SessionMigration.VARIABLE_MIGRATION_ID).orElse("unknown"),
                migrations.text(key, SessionMigration.VARIABLE_LEFT_TEXT).filter(text -> !text.isEmpty())
                        .map(text -> text.lines().toList()).orElse(List.of()));
    }
}
