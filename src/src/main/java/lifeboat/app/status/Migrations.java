package lifeboat.app.status;

import com.fasterxml.jackson.annotation.JsonValue;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.Incident;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.search.response.SearchResponse;
import io.camunda.client.api.search.response.Variable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.Outcome;
import lifeboat.workers.migration.SessionMigration;

/** What the engine's search API tells of migrations. */
public class Migrations {

    private static final int PAGE = 50;
    private static final int ALL_ELEMENTS = 500;
    private static final int ALL_VARIABLES = 1000;

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
        CANCELLED("cancelled");

        private final String words;

        MigrationState(String words) {
            this.words = words;
        }

        /** One word, for programs and tables. */
        @JsonValue
        public String label() {
            return name().toLowerCase().replace('_', '-');
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

    /**
     * Migrations, newest first.
     *
     * @param service only those of this service; null for all
     * @param outcome only those that ended so; null for all
     * @param since only those that began then or later; null for all
     * @param skip how many of these, the newest, are left out
     * @param most how many at most
     */
    public List<MigrationSummary> latest(String service, MigrationState outcome, OffsetDateTime since, int skip,
            int most) {
        List<MigrationSummary> found = new ArrayList<>();
        int toSkip = skip;
        for (String cursor = null;;) {
            String after = cursor;
            SearchResponse<ProcessInstance> page = client.newProcessInstanceSearchRequest().filter(f -> {
                f.processDefinitionId(ProcessId.SESSION_MIGRATION);
                if (service != null) {
                    f.variables(Map.of(SessionMigration.VARIABLE_SERVICE, json(service)));
                }
                if (since != null) {
                    f.startDate(date -> date.gte(since));
                }
            }).sort(s -> s.startDate().desc()).page(p -> {
                p.limit(PAGE);
                if (after != null) {
                    p.after(after);
                }
            }).send().join();
            for (ProcessInstance instance : page.items()) {
                Migration migration = migration(instance);
                boolean isWanted = outcome == null || outcome == migration.outcome();
                if (isWanted && toSkip > 0) {
                    toSkip--;
                } else if (isWanted) {
                    found.add(summary(migration));
                }
                if (found.size() == most) {
                    return found;
                }
            }
            cursor = page.page().endCursor();
            if (page.items().size() < PAGE || cursor == null) {
                return found;
            }
        }
    }

    /** What there is to say of a migration. */
    public MigrationSummary summary(Migration migration) {
        long key = migration.key();
        StepTimes steps = migration.steps();
        MigrationVariables variables = variables(key);
        List<StepTimes.Element> tasks = steps.tasks();
        List<String> waitsFor = new ArrayList<>(migration.incidents().stream().map(incident -> "At '%s': %s".formatted(
                steps.nameOf(incident.getElementId()), incident.getErrorMessage())).toList());
        if (steps.isActive(SessionMigrationElement.Task_Refused)) {
            waitsFor.add("See the task 'Migration refused' in Tasklist: " + variables.why().orElse(""));
        }
        undecided(key).map("See the task 'Users wait' in Tasklist: %s"::formatted).ifPresent(waitsFor::add);
        lost(key).map("See the task 'A process is lost' in Tasklist: %s"::formatted).ifPresent(waitsFor::add);
        return new MigrationSummary(String.valueOf(key), migration.outcome(), variables.service().orElse(null),
                variables.source().orElse(null), variables.target().orElse(null),
                variables.requestedBy().orElse(null), variables.reason().orElse(null),
                migration.outcome() == MigrationState.MIGRATED ? null : variables.why().orElse(null),
                variables.strategy().orElse(null), variables.strategyReason().orElse(null), migration.start(),
                migration.end(), steps.freezeWindow().orElse(null), Optional.ofNullable(migration.end())
                        .map(end -> Duration.between(migration.start(), end)).orElse(null),
                tasks.stream().max(Comparator.comparing(StepTimes.Element::duration)).map(MigrationSummary.Step::of)
                        .orElse(null), tasks.stream().map(MigrationSummary.Step::of).toList(),
                variables.texts(SessionMigration.VARIABLE_POSTPONED), waitsFor,
                Interventions.in(variables),
                Stream.of(variables.report(), laterReport(key), migration.outcome() == MigrationState.CANCELLED
                        ? settled(key) : Optional.<String>empty()).flatMap(Optional::stream).toList());
    }

    public Optional<Migration> find(long key) {
        return client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION).processInstanceKey(key))
                .send().join().items().stream().findFirst().map(this::migration);
    }

    /** What a migration, or a process beside one, keeps of its own. */
    public MigrationVariables variables(long key) {
        return new MigrationVariables(client.newVariableSearchRequest().filter(f -> f.processInstanceKey(key)
                .scopeKey(key)).withFullValues().page(p -> p.limit(ALL_VARIABLES)).send().join().items().stream()
                .collect(Collectors.toMap(Variable::getName, Variable::getValue, (a, b) -> b, LinkedHashMap::new)),
                client.getConfiguration().getJsonMapper());
    }

    /** What the second look found to be otherwise since. */
    private Optional<String> laterReport(long key) {
        return instances(ProcessId.LEFTOVER, key).stream()
                .map(instance -> variables(instance.getProcessInstanceKey()).report())
                .flatMap(Optional::stream).findFirst();
    }

    /** What became of a migration that was cancelled, once that is settled and nothing is left. */
    public Optional<String> settled(long key) {
        return instances(ProcessId.LEFTOVER, key).stream()
                .filter(instance -> instance.getState() == ProcessInstanceState.COMPLETED)
                .map(instance -> variables(instance.getProcessInstanceKey())).findFirst().map(kept ->
                        "Settled since, and nothing is left: service %s %s.".formatted(kept.service().orElse("-"),
                                kept.text(SessionMigration.VARIABLE_OUTCOME).map(Outcome::of).map(outcome ->
                                        outcome.isLost() ? "is lost with its site" : "runs at site " + (outcome
                                                == Outcome.MIGRATED ? kept.plannedTarget() : kept.source()).orElse("-"))
                                        .orElse("is in no migration's hands")));
    }

    /** Whether a migration that was cancelled has been seen to: its second look has begun. */
    boolean isSeenTo(long key) {
        return !instances(ProcessId.LEFTOVER, key).isEmpty();
    }

    private List<ProcessInstance> instances(String process, long key) {
        String id = json(String.valueOf(key));
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
                .findFirst().flatMap(instance -> variables(instance.getProcessInstanceKey())
                        .text(SessionMigration.VARIABLE_WHY));
    }

    /** What is kept of a process that a migration has lost, where an operator has to say what becomes of it. */
    public Optional<String> lost(long key) {
        return asked(ProcessId.LOST, key);
    }

    /** The migration that has a variable with this text. */
    public Optional<Migration> findBy(String variable, String text) {
        return client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION)
                        .variables(Map.of(variable, json(text))))
                .send().join().items().stream().findFirst().map(this::migration);
    }

    private String json(String text) {
        return client.getConfiguration().getJsonMapper().toJson(text);
    }

    private Migration migration(ProcessInstance instance) {
        long key = instance.getProcessInstanceKey();
        StepTimes steps = stepsOf(key);
        List<Incident> incidents = client.newIncidentSearchRequest()
                .filter(f -> f.processInstanceKey(key).state(IncidentState.ACTIVE)).send().join().items();
        return new Migration(key, instance.getStartDate(), instance.getEndDate(),
                outcome(steps, instance.getEndDate() != null), steps, incidents);
    }

    /** The elements of a migration, or of a process beside one. */
    StepTimes stepsOf(long key) {
        return new StepTimes(client.newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key))
                .sort(s -> s.startDate().asc()).page(p -> p.limit(ALL_ELEMENTS)).send().join().items().stream()
                .map(Migrations::element).toList());
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
