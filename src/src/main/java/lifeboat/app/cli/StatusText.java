package lifeboat.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lifeboat.app.status.MigrationSummary;
import lifeboat.app.status.Migrations.MigrationState;

/** Migrations for people. */
final class StatusText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String ROW = "%-20s %-20s %-12s %-22s %-12s %9s %9s  %-22s %-12s %s";
    private static final String FIELD = "  %-15s %s%n";
    private static final String UNKNOWN = "-";

    private final PrintWriter out;

    StatusText(PrintWriter out) {
        this.out = out;
    }

    void list(List<MigrationSummary> migrations) {
        out.println(ROW.formatted("ID", "START (UTC)", "SERVICE", "FROM -> TO", "OUTCOME", "FREEZE", "TOTAL",
                "LONGEST STEP", "BY", "WHY")
                .stripTrailing());
        migrations.forEach(migration -> out.println(ROW.formatted(migration.id(), time(migration.start()),
                known(migration.service()), way(migration), migration.outcome().label(),
                seconds(migration.freezeWindow()), seconds(migration.total()), longest(migration),
                known(migration.requestedBy()), why(migration)).stripTrailing()));
    }

    private static String why(MigrationSummary migration) {
        return migration.isWaiting() ? "waits for an operator: " + String.join(" ", migration.waitsFor())
                : OneLine.of(Stream.of(migration.why(), migration.reason()).filter(Objects::nonNull).findFirst()
                        .orElse(""));
    }

    private static String longest(MigrationSummary migration) {
        return migration.longestStep() == null ? UNKNOWN : "%s %s".formatted(
                seconds(migration.longestStep().duration()), shortened(migration.longestStep().name()));
    }

    /** A step of the paper by its number alone: its name is in what is shown of one migration. */
    private static String shortened(String step) {
        return step.replaceFirst("^((?:Undo )?STEP \\d+).*", "$1");
    }

    void show(MigrationSummary migration) {
        out.printf("Migration %s: %s%n", migration.id(), migration.outcome());
        field("why", migration.why());
        field("service", "%s, %s".formatted(known(migration.service()), way(migration)));
        field("asked for by", migration.requestedBy());
        field("reason given", migration.reason());
        field("strategy", migration.strategy() == null ? null
                : "%s: %s".formatted(migration.strategy(), migration.strategyReason()));
        field("began", time(migration.start()) + " UTC");
        field("freeze window", migration.freezeWindow() == null ? null : seconds(migration.freezeWindow()));
        field("longest step", migration.longestStep() == null ? null : "%s, %s".formatted(
                seconds(migration.longestStep().duration()), migration.longestStep().name()));
        field("total", migration.total() == null ? null : seconds(migration.total()));
        for (MigrationSummary.Step step : migration.steps()) {
            out.printf("  %s  %-34s %8d ms  %s%n", step.start().withOffsetSameInstant(ZoneOffset.UTC).toLocalTime()
                    .truncatedTo(ChronoUnit.MILLIS), step.name(), step.duration().toMillis(),
                    step.state().name().toLowerCase());
        }
        if (migration.reports().isEmpty()) {
            migration.postponed().forEach(what -> field("left for later", what));
        }
        migration.waitsFor().forEach(what -> out.printf("  waits for an operator. %s%n", OneLine.of(what)));
        migration.interventions().forEach(what -> out.printf("  %s%n", OneLine.of(what)));
        if (migration.outcome() == MigrationState.CANCELLED && migration.reports().isEmpty()) {
            field("settled", "not yet, or something is left: see 'lifeboat leftovers'");
        }
        for (int i = 0; i < migration.reports().size(); i++) {
            field(i == 0 ? "reported" : "reported later", migration.reports().get(i));
        }
    }

    private void field(String name, String text) {
        if (text != null) {
            out.printf(FIELD, name + ":", OneLine.of(text));
        }
    }

    private static String way(MigrationSummary migration) {
        return migration.from() == null ? "to " + known(migration.to())
                : "%s -> %s".formatted(known(migration.from()), known(migration.to()));
    }

    private static String known(String text) {
        return text == null ? UNKNOWN : OneLine.of(text);
    }

    private static String time(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).format(TIME);
    }

    private static String seconds(Duration duration) {
        return duration == null ? UNKNOWN : "%.3f s".formatted(duration.toMillis() / 1000.0);
    }
}
