package lifeboat.app.evidence;

import io.camunda.client.CamundaClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import lifeboat.app.status.MigrationSummary;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.app.status.StepTimes;
import lifeboat.evidence.record.Fact.EngineHistory;
import lifeboat.evidence.record.Fact.StepEnded;
import lifeboat.evidence.record.MigrationRecord;
import lifeboat.evidence.record.MigrationRecord.StepTry;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;

/**
 * What the engine's database says of migrations, held against the evidence. The two are written by different hands: who
 * alters one of them does not alter the other. Where several controllers work for one engine, each has the evidence of
 * its own steps only, and the others' are named here as missing.
 */
public final class HistoryComparison {

    private static final int MOST = 10_000;
    /** The two may be written on different machines. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private final Migrations migrations;
    private final List<String> differences = new ArrayList<>();

    public HistoryComparison(CamundaClient client) {
        this.migrations = new Migrations(client);
    }

    /** @return a sentence for each difference */
    public List<String> of(Collection<MigrationRecord> evidence) {
        Map<String, MigrationSummary> history = migrations.latest(null, null, null, MOST).stream()
                .collect(Collectors.toMap(MigrationSummary::id, Function.identity(), (a, b) -> a));
        Set<String> recorded = new LinkedHashSet<>();
        Optional<Instant> first = evidence.stream().map(MigrationRecord::start).min(Instant::compareTo);
        for (MigrationRecord record : evidence) {
            recorded.add(record.migration());
            MigrationSummary engine = history.get(record.migration());
            if (engine == null) {
                differences.add("Migration %s is in the evidence, and not in the engine's history.".formatted(
                        record.migration()));
            } else {
                compare(record, engine);
            }
        }
        history.values().stream().filter(engine -> !recorded.contains(engine.id()) && first.isPresent()
                && engine.start().toInstant().isAfter(first.get()) && engine.outcome() != MigrationState.RUNNING)
                .forEach(engine -> differences.add(("Migration %s is in the engine's history, and not in this "
                        + "evidence.").formatted(engine.id())));
        return differences;
    }

    private void compare(MigrationRecord record, MigrationSummary engine) {
        String id = record.migration();
        if (record.request().isEmpty()) {
            return;
        }
        same(id, "the service", record.requested("service"), engine.service());
        same(id, "who asked for it", record.requested("requestedBy"), engine.requestedBy());
        same(id, "the reason given", record.requested("reason"), engine.reason());
        record.history().ifPresent(reported -> {
            same(id, "the outcome", reported.outcome(), engine.outcome().label());
            same(id, "the report", reported.report(), engine.reports().isEmpty() ? "" : engine.reports().get(0));
            compareInterventions(id, reported, engine);
        });
        compareSteps(record, migrations.find(Long.parseLong(id)).map(Migrations.Migration::steps)
                .orElse(new StepTimes(List.of())));
    }

    private void same(String id, String what, String evidence, String engine) {
        String recorded = Objects.toString(evidence, "");
        String kept = Objects.toString(engine, "");
        if (!recorded.equals(kept)) {
            differences.add("Migration %s: %s is '%s' in the evidence, and '%s' in the engine's history.".formatted(id,
                    what, recorded, kept));
        }
    }

    private void compareInterventions(String id, EngineHistory reported, MigrationSummary engine) {
        for (String intervention : engine.interventions()) {
            if (reported.people() != null && !reported.people().contains(intervention)) {
                differences.add("Migration %s: '%s' is in the engine's history, and not in the evidence.".formatted(id,
                        intervention));
            }
        }
    }

    private void compareSteps(MigrationRecord record, StepTimes engine) {
        Set<String> completed = new TreeSet<>();
        for (StepTry step : record.tries()) {
            if (step.begun().process().equals(ProcessId.SESSION_MIGRATION) && step.ended() != null
                    && step.ended().isDone()) {
                completed.add(step.begun().step());
                if (!engine.elements().stream().filter(element -> element.id().equals(step.begun().step()))
                        .anyMatch(element -> isWithin(step, element))) {
                    differences.add(("Migration %s: step %s was done from %s to %s by the evidence, and not then by "
                            + "the engine's history.").formatted(record.migration(), step.begun().step(), step.start(),
                                    step.end()));
                }
            }
        }
        engine.tasks().stream().filter(element -> element.state() == StepTimes.Element.State.COMPLETED)
                .map(StepTimes.Element::id).distinct().filter(step -> !completed.contains(step))
                .forEach(step -> differences.add(("Migration %s: step %s was done by the engine's history, and "
                        + "not by this evidence.").formatted(record.migration(), step)));
    }

    /** The engine may hear much later that it was done, and may have had it done twice. */
    private static boolean isWithin(StepTry step, StepTimes.Element element) {
        return !step.start().isBefore(element.start().toInstant().minus(CLOCKS_DIFFER)) && (element.end() == null
                || !step.end().isAfter(element.end().toInstant().plus(CLOCKS_DIFFER)));
    }
}
