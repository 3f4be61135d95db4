package lifeboat.evidence.record;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.record.Fact.CommandAnswered;
import lifeboat.evidence.record.Fact.EngineHistory;
import lifeboat.evidence.record.Fact.MigrationCancelled;
import lifeboat.evidence.record.Fact.MigrationRequested;
import lifeboat.evidence.record.Fact.ServiceHealth;
import lifeboat.evidence.record.Fact.StepBegun;
import lifeboat.evidence.record.Fact.StepEnded;

/** What the log says of one migration. */
public final class MigrationRecord {

    private static final FactJson JSON = new FactJson();
    private static final String PLAN = "Task_Plan";
    private static final String FREEZE = "Task_Freeze";
    private static final String RESUME = "Task_Resume";
    private static final Pattern SENT = Pattern.compile("sent (\\d+) bytes in \\d+ ms, sha256 ([0-9a-f]{64})");

    private final String migration;
    private final List<LogEntry> entries;

    private MigrationRecord(String migration, List<LogEntry> entries) {
        this.migration = migration;
        this.entries = List.copyOf(entries);
    }

    /** Those of a log, in the order in which they began. */
    public static Collection<MigrationRecord> in(List<LogEntry> log) {
        Map<String, List<LogEntry>> entries = new LinkedHashMap<>();
        log.stream().filter(entry -> entry.migration() != null).forEach(entry -> entries.computeIfAbsent(
                entry.migration(), migration -> new ArrayList<>()).add(entry));
        return entries.entrySet().stream().map(one -> new MigrationRecord(one.getKey(), one.getValue())).toList();
    }

    public String migration() {
        return migration;
    }

    public List<LogEntry> entries() {
        return entries;
    }

    public Instant start() {
        return entries.get(0).time();
    }

    public Instant end() {
        return entries.get(entries.size() - 1).time();
    }

    /** The last one: one that was corrected is requested again. */
    public Optional<MigrationRequested> request() {
        return last(EntryKind.REQUESTED, MigrationRequested.class);
    }

    /** What was asked for: a variable of the request; empty if there is none. */
    public String requested(String variable) {
        return request().map(request -> Objects.toString(request.variables().get(variable), "")).orElse("");
    }

    /** The plan, as it was last. */
    public Map<?, ?> plan() {
        return ended().stream().filter(step -> step.variables() != null)
                .map(step -> step.variables().get("plan")).filter(Map.class::isInstance).map(plan -> (Map<?, ?>) plan)
                .reduce((a, b) -> b).orElse(Map.of());
    }

    public Optional<EngineHistory> history() {
        return last(EntryKind.HISTORY, EngineHistory.class);
    }

    public Optional<MigrationCancelled> cancelled() {
        return last(EntryKind.CANCELLED, MigrationCancelled.class);
    }

    public Optional<ServiceHealth> health(String when) {
        return entries.stream().filter(entry -> entry.kind() == EntryKind.HEALTH)
                .map(entry -> JSON.read(entry, ServiceHealth.class)).filter(health -> health.when().equals(when))
                .reduce((a, b) -> b);
    }

    /** What became of it, in a word. */
    public String outcome() {
        return history().map(EngineHistory::outcome).or(() -> cancelled().map(cancelled -> "cancelled"))
                .or(() -> ended().stream().filter(step -> step.step().equals(PLAN)).reduce((a, b) -> b)
                        .filter(step -> "REFUSED".equals(step.code())).map(step -> "refused"))
                .orElse("running");
    }

    /** Who did what: had it tried again, aborted or cancelled it, completed a task. Empty if nobody said so. */
    public Optional<List<String>> people() {
        return history().map(EngineHistory::people).or(() -> cancelled().map(last -> facts(EntryKind.CANCELLED,
                MigrationCancelled.class).map(MigrationCancelled::people).filter(Objects::nonNull)
                .flatMap(List::stream).distinct().toList()));
    }

    /** The way through the diagram, as the engine told it; none if it did not. */
    public List<Fact.ElementPassed> elements() {
        return history().map(EngineHistory::elements).or(() -> cancelled().map(MigrationCancelled::elements))
                .orElse(List.of());
    }

    /** A step by its name in the diagram, as far as the engine told it. */
    public String nameOf(String step) {
        return elements().stream().filter(element -> element.id().equals(step) && element.name() != null)
                .map(Fact.ElementPassed::name).findFirst().orElse(step);
    }

    /** Why it was refused or did not get on; the last reason. Empty if it did, or if somebody cancelled it. */
    public String why() {
        if (outcome().equals("migrated") || cancelled().isPresent()) {
            return "";
        }
        return ended().stream().filter(step -> step.result().equals(StepEnded.REFUSED)).map(StepEnded::message)
                .filter(Objects::nonNull).reduce((a, b) -> b).orElse("");
    }

    /** How long the users waited (steps 4 to 8). */
    public Optional<Duration> freezeWindow() {
        Optional<Duration> byTheEngine = passed(RESUME, Fact.ElementPassed::end).flatMap(end ->
                passed(FREEZE, Fact.ElementPassed::start).map(start -> Duration.between(start, end)));
        return byTheEngine.or(() -> ended(RESUME).flatMap(end -> begun(FREEZE).map(start ->
                Duration.between(start, end))));
    }

    /** As the engine, and so {@code lifeboat status}, has it. */
    private Optional<Instant> passed(String step, Function<Fact.ElementPassed, String> when) {
        return elements().stream().filter(element -> element.id().equals(step)
                && "completed".equalsIgnoreCase(element.state())).map(when).filter(Objects::nonNull)
                .map(time -> OffsetDateTime.parse(time).toInstant()).findFirst();
    }

    /** From the request until the service ran at the other site: the recovery time that was achieved. */
    public Optional<Duration> recoveryTime() {
        return ended(RESUME).map(end -> Duration.between(start(), end));
    }

    private Optional<Instant> begun(String step) {
        return time(EntryKind.STEP_BEGUN, entry -> JSON.read(entry, StepBegun.class).step().equals(step)).stream()
                .findFirst();
    }

    private Optional<Instant> ended(String step) {
        return time(EntryKind.STEP_ENDED, entry -> {
            StepEnded ended = JSON.read(entry, StepEnded.class);
            return ended.step().equals(step) && ended.result().equals(StepEnded.COMPLETED);
        }).stream().reduce((a, b) -> b);
    }

    private List<Instant> time(EntryKind kind, Predicate<LogEntry> wanted) {
        return entries.stream().filter(entry -> entry.kind() == kind).filter(wanted).map(LogEntry::time).toList();
    }

    /**
     * An image that was sent, as the PMC that sent it reports it.
     *
     * @param sha256 in hexadecimal
     */
    public record ImageSent(String device, long bytes, String sha256) {
    }

    public List<ImageSent> images() {
        List<ImageSent> images = new ArrayList<>();
        for (CommandAnswered answered : answers()) {
            Matcher sent = SENT.matcher(answered.answer());
            while (sent.find()) {
                images.add(new ImageSent(answered.device(), Long.parseLong(sent.group(1)), sent.group(2)));
            }
        }
        return images;
    }

    private List<CommandAnswered> answers() {
        return entries.stream().filter(entry -> entry.kind() == EntryKind.ANSWER)
                .map(entry -> JSON.read(entry, CommandAnswered.class)).toList();
    }

    private List<StepEnded> ended() {
        return entries.stream().filter(entry -> entry.kind() == EntryKind.STEP_ENDED)
                .map(entry -> JSON.read(entry, StepEnded.class)).toList();
    }

    /**
     * One try of a step.
     *
     * @param end null if what became of it was not recorded
     * @param commands what was sent meanwhile, and what was answered
     */
    public record StepTry(StepBegun begun, Instant start, StepEnded ended, Instant end,
            List<CommandAnswered> commands) {
    }

    /** All tries of all steps, in the order in which they began. */
    public List<StepTry> tries() {
        List<StepTry> tries = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).kind() == EntryKind.STEP_BEGUN) {
                tries.add(tryFrom(i));
            }
        }
        return tries;
    }

    /** Several may go on at a time: when a step is interrupted, and when its job was given to somebody else. */
    private StepTry tryFrom(int place) {
        StepBegun begun = JSON.read(entries.get(place), StepBegun.class);
        List<CommandAnswered> commands = new ArrayList<>();
        for (LogEntry entry : entries.subList(place + 1, entries.size())) {
            if (!begun.run().equals(entry.what().get("run"))) {
                continue;
            } else if (entry.kind() == EntryKind.ANSWER) {
                commands.add(JSON.read(entry, CommandAnswered.class));
            } else if (entry.kind() == EntryKind.STEP_ENDED) {
                return new StepTry(begun, entries.get(place).time(), JSON.read(entry, StepEnded.class), entry.time(),
                        commands);
            }
        }
        return new StepTry(begun, entries.get(place).time(), null, null, commands);
    }

    private <T extends Fact> Optional<T> last(EntryKind kind, Class<T> type) {
        return facts(kind, type).reduce((a, b) -> b);
    }

    private <T extends Fact> Stream<T> facts(EntryKind kind, Class<T> type) {
        return entries.stream().filter(entry -> entry.kind() == kind).map(entry -> JSON.read(entry, type));
    }
}
