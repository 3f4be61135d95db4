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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lifeboat.app.status.MigrationSummary;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.app.status.StepTimes;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.record.Fact.ElementPassed;
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

    private static final Pattern TASK = Pattern.compile("^\\S+: task '");

    private final Migrations migrations;
    private final List<String> differences = new ArrayList<>();

    public HistoryComparison(CamundaClient client) {
        this.migrations = new Migrations(client);
    }

    /** @return a sentence for each difference */
    public List<String> of(Collection<MigrationRecord> evidence) {
        Map<String, MigrationSummary> history = migrations.latest(null, null, null, 0, MOST).stream()
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
        same(id, "the strategy", Objects.toString(record.plan().get("strategy"), ""), engine.strategy());
        if (engine.outcome() != MigrationState.RUNNING && !record.outcome().equals("running")) {
            same(id, "the outcome", record.outcome(), engine.outcome().label());
        }
        if (engine.outcome() == MigrationState.REFUSED && record.outcome().equals("refused")) {
            same(id, "why it was refused", record.why(), engine.why());
        }
        compareInterventions(id, record.people().orElse(null), engine);
        StepTimes steps = migrations.find(Long.parseLong(id)).map(Migrations.Migration::steps)
                .orElse(new StepTimes(List.of()));
        compareWay(record, steps);
        record.history().ifPresent(reported -> {
            same(id, "the report", reported.report(), engine.reports().isEmpty() ? "" : engine.reports().get(0));
            same(id, "what is left", String.join(" ", reported.left()), String.join(" ", left(id)));
            compareEnd(record, engine);
        });
        compareSteps(record, steps);
    }

    private void same(String id, String what, String evidence, String engine) {
        String recorded = Objects.toString(evidence, "");
        String kept = Objects.toString(engine, "");
        if (!recorded.equals(kept)) {
            differences.add("Migration %s: %s is '%s' in the evidence, and '%s' in the engine's history.".formatted(id,
                    what, recorded, kept));
        }
    }

    private List<String> left(String id) {
        return migrations.variables(Long.parseLong(id)).left();
    }

    /** What somebody said of what he did; who completed a task is in the engine's tasks. */
    private void compareInterventions(String id, List<String> recorded, MigrationSummary engine) {
        if (recorded == null) {
            return;
        }
        engine.interventions().stream().filter(intervention -> !recorded.contains(intervention)).forEach(intervention ->
                differences.add("Migration %s: '%s' is in the engine's history, and not in the evidence.".formatted(id,
                        intervention)));
        recorded.stream().filter(said -> !TASK.matcher(said).find() && !engine.interventions().contains(said))
                .forEach(said -> differences.add("Migration %s: '%s' is in the evidence, and not in the engine's "
                        .formatted(id, said) + "history."));
    }

    /** What the engine said of the way when the migration was reported or cancelled, it has to say still. */
    private void compareWay(MigrationRecord record, StepTimes now) {
        for (ElementPassed then : record.elements()) {
            boolean isStill = now.elements().stream().anyMatch(element -> element.id().equals(then.id())
                    && element.start().toInstant().equals(Instant.parse(then.start()))
                    && (then.end() == null || element.end() != null
                            && element.end().toInstant().equals(Instant.parse(then.end()))));
            if (!isStill) {
                differences.add(("Migration %s: '%s' went from %s to %s when it was reported, and not by the engine's "
                        + "history now.").formatted(record.migration(), record.nameOf(then.id()), then.start(),
                                Objects.toString(then.end(), "then")));
            }
        }
    }

    /** It ends with the engine's hearing of the last step. */
    private void compareEnd(MigrationRecord record, MigrationSummary engine) {
        record.entries().stream().filter(entry -> entry.kind() == EntryKind.HISTORY).map(LogEntry::time)
                .reduce((a, b) -> b).filter(reported -> engine.end() != null
                        && engine.end().toInstant().plus(CLOCKS_DIFFER).isBefore(reported)).ifPresent(reported -> differences.add(
                                ("Migration %s ended at %s by the engine's history, and was reported at %s only by the "
                                        + "evidence.").formatted(record.migration(), engine.end().toInstant(),
                                                reported)));
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
