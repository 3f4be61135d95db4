package lifeboat.app.status;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ProcessInstance;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.migration.SessionMigration;

/** What migrations have left behind, according to the engine. */
public final class LeftoverTasks {

    /**
     * What one migration has left.
     *
     * @param migration its id
     * @param left one sentence for each thing, with the device and what it said; empty while it is still looked at
     */
    public record Leftover(String migration, List<String> left) {
    }

    private static final Duration SEEN_WITHIN = Duration.ofDays(1);
    private static final List<String> SETTLING = List.of("It was cancelled, and is being settled: ask again in some "
            + "seconds.");

    private final CamundaClient client;
    private final Migrations migrations;

    public LeftoverTasks(CamundaClient client) {
        this.client = client;
        this.migrations = new Migrations(client);
    }

    /** Those that somebody has to look at, and migrations that were cancelled and are not settled yet. */
    public List<Leftover> open() {
        return Stream.concat(justCancelled(), client.newProcessInstanceSearchRequest().filter(f -> f
                .processDefinitionId(ProcessId.LEFTOVER).state(ProcessInstanceState.ACTIVE)).send()
                .join().items().stream().map(ProcessInstance::getProcessInstanceKey).map(this::leftover)
                .filter(leftover -> !leftover.left().isEmpty())).toList();
    }

    /** What one migration has left, for somebody to look at; none while it is still looked at. */
    public List<String> of(long migration) {
        return open().stream().filter(leftover -> leftover.migration().equals(String.valueOf(migration))
                && !leftover.left().equals(SETTLING)).flatMap(leftover -> leftover.left().stream()).toList();
    }

    /** The controller has not seen them yet. */
    private Stream<Leftover> justCancelled() {
        return client.newProcessInstanceSearchRequest().filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION)
                .state(ProcessInstanceState.TERMINATED)
                .endDate(date -> date.gte(OffsetDateTime.now().minus(SEEN_WITHIN))))
                .send().join().items().stream().map(ProcessInstance::getProcessInstanceKey)
                .filter(key -> migrations.variables(key).has(SessionMigration.VARIABLE_PLAN)
                        && !migrations.isSeenTo(key))
                .map(key -> new Leftover(String.valueOf(key), SETTLING));
    }

    private Leftover leftover(long key) {
        MigrationVariables variables = migrations.variables(key);
        boolean isSettling = !variables.has(SessionMigration.VARIABLE_OUTCOME)
                && variables.has(SessionMigration.VARIABLE_PLAN);
        return new Leftover(variables.text(SessionMigration.VARIABLE_MIGRATION_ID).orElse("unknown"),
                variables.text(SessionMigration.VARIABLE_LEFT_TEXT).map(text -> text.lines().toList())
                        .orElse(isSettling ? SETTLING : List.of()));
    }
}
