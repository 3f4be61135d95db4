package lifeboat.app.status;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.Incident;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.search.response.Variable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.SessionMigration;

/** What the engine's search API tells of migrations. */
public class Migrations {

    private static final int LATEST = 20;
    private static final int ALL_ELEMENTS = 500;

    private final CamundaClient client;

    public Migrations(CamundaClient client) {
        this.client = client;
    }

    /** How a migration ended, or that it has not. */
    public enum MigrationState {
        RUNNING("running"),
        REFUSED("refused, nothing was changed"),
        MIGRATED("migrated"),
        ROLLED_BACK("rolled back"),
        SITE_LOST("lost with its site"),
        CANCELLED("cancelled: see 'lifeboat leftovers'");

        private final String words;

        MigrationState(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** One migration. */
    public record Migration(long key, OffsetDateTime start, OffsetDateTime end, MigrationState outcome, StepTimes steps,
            List<Incident> incidents) {
    }

    /** The latest migrations, newest first. */
    public List<Migration> latest() {
        return client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION))
                .sort(s -> s.startDate().desc()).page(p -> p.limit(LATEST)).send().join().items().stream()
                .map(this::migration).toList();
    }

    public Optional<Migration> find(long key) {
        return client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION).processInstanceKey(key))
                .send().join().items().stream().findFirst().map(this::migration);
    }

    /** How the memory travels in a migration, and why so; empty if there is no plan. */
    public Optional<String> strategy(long key) {
        return planned(key).map(plan -> "%s: %s".formatted(plan.get("strategy"), plan.get("strategyReason")));
    }

    /** How the memory travels in a migration, by name alone; empty if there is no plan. */
    public Optional<String> strategyName(long key) {
        return planned(key).map(plan -> String.valueOf(plan.get("strategy")));
    }

    /** How long the PMCs wait for the controller before they settle it themselves; empty if there is no plan. */
    public Optional<Duration> freezeLimit(long key) {
        return planned(key).map(plan -> Duration.parse((String) plan.get("freezeLimit")));
    }

    private Optional<Map<String, Object>> planned(long key) {
        return plan(key).map(json -> client.getConfiguration().getJsonMapper().fromJsonAsMap(json));
    }

    /** A migration's plan, or that of a second look, as JSON. */
    Optional<String> plan(long key) {
        return variable(key, SessionMigration.VARIABLE_PLAN);
    }

    /** What was decided in a second look, as JSON. */
    Optional<String> outcome(long key) {
        return variable(key, SessionMigration.VARIABLE_OUTCOME);
    }

    /** Why somebody wanted it; empty if nothing was said. */
    public Optional<String> reason(long key) {
        return text(key, SessionMigration.VARIABLE_REASON);
    }

    /** What the MCS reported; empty if it has not yet, or had nothing to. */
    public Optional<String> report(long key) {
        return text(key, SessionMigration.VARIABLE_REPORT);
    }

    /** What the second look found to be otherwise since. */
    public Optional<String> laterReport(long key) {
        return instances(ProcessId.LEFTOVER, key).stream()
                .map(instance -> text(instance.getProcessInstanceKey(), SessionMigration.VARIABLE_REPORT))
                .flatMap(Optional::stream).findFirst();
    }

    /** Whether a migration that was cancelled has been seen to: its second look has begun. */
    boolean isSeenTo(long key) {
        return !instances(ProcessId.LEFTOVER, key).isEmpty();
    }

    private List<ProcessInstance> instances(String process, long key) {
        String id = client.getConfiguration().getJsonMapper().toJson(String.valueOf(key));
        return client.newProcessInstanceSearchRequest().filter(f -> f.processDefinitionId(process)
                .variables(Map.of(SessionMigration.VARIABLE_MIGRATION_ID, id))).send().join().items();
    }

    /** What the devices say while it is not decided where the process runs, and an operator is asked. */
    public Optional<String> undecided(long key) {
        return asked(ProcessId.UNDECIDED, key);
    }

    /** What an operator is told by a process beside a migration. */
    private Optional<String> asked(String process, long key) {
        return instances(process, key).stream().filter(instance -> instance.getState() == ProcessInstanceState.ACTIVE)
                .findFirst().flatMap(instance -> text(instance.getProcessInstanceKey(), SessionMigration.VARIABLE_WHY));
    }

    /** What is kept of a process that a migration has lost, where an operator has to say what becomes of it. */
    public Optional<String> lost(long key) {
        return asked(ProcessId.LOST, key);
    }

    /** A text among an instance's own variables; empty if there is none, or it is blank. */
    Optional<String> text(long key, String name) {
        return variable(key, name).map(json -> client.getConfiguration().getJsonMapper().fromJson(json, String.class))
                .filter(text -> !text.isBlank());
    }

    private Optional<String> variable(long key, String name) {
        return client.newVariableSearchRequest().filter(f -> f.processInstanceKey(key).scopeKey(key).name(name)).send()
                .join().items().stream().map(Variable::getValue).findFirst();
    }

    /** The migration that has a variable with this text. */
    public Optional<Migration> findBy(String variable, String text) {
        String json = client.getConfiguration().getJsonMapper().toJson(text);
        return client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION).variables(Map.of(variable, json)))
                .send().join().items().stream().findFirst().map(this::migration);
    }

    private Migration migration(ProcessInstance instance) {
        long key = instance.getProcessInstanceKey();
        List<StepTimes.Element> elements = client.newElementInstanceSearchRequest()
                .filter(f -> f.processInstanceKey(key)).sort(s -> s.startDate().asc())
                .page(p -> p.limit(ALL_ELEMENTS)).send().join().items().stream().map(Migrations::element).toList();
        List<Incident> incidents = client.newIncidentSearchRequest()
                .filter(f -> f.processInstanceKey(key).state(IncidentState.ACTIVE)).send().join().items();
        StepTimes steps = new StepTimes(elements);
        return new Migration(key, instance.getStartDate(), instance.getEndDate(),
                outcome(steps, instance.getEndDate() != null), steps, incidents);
    }

    private static MigrationState outcome(StepTimes steps, boolean ended) {
        if (!ended) {
            return MigrationState.RUNNING;
        }
        return steps.isCompleted(SessionMigrationElement.End_Migrated) ? MigrationState.MIGRATED
                : steps.isCompleted(SessionMigrationElement.End_RolledBack) ? MigrationState.ROLLED_BACK
                : steps.isCompleted(SessionMigrationElement.End_SiteLost) ? MigrationState.SITE_LOST
                : steps.isCompleted(SessionMigrationElement.End_Refused) ? MigrationState.REFUSED
                        : MigrationState.CANCELLED;
    }

    private static StepTimes.Element element(ElementInstance element) {
        return new StepTimes.Element(element.getElementId(), element.getElementName(),
                element.getType() == ElementInstanceType.SERVICE_TASK,
                StepTimes.Element.State.valueOf(element.getState().name()), element.getStartDate(),
                element.getEndDate());
    }
}
