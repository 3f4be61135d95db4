package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.StepTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat status}: the latest migrations, or one of them step by step. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Shows the latest migrations, or one of them step by step.")
class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The migration to look at.")
    private Long id;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (CamundaClient client = engine.connect()) {
            client.newTopologyRequest().send().join();
            Migrations migrations = new Migrations(client);
            if (id == null) {
                list(out, migrations.latest());
                return ExitCode.DONE;
            }
            Optional<Migration> found = migrations.find(id);
            if (found.isEmpty()) {
                spec.commandLine().getErr().printf("There is no migration %d.%n", id);
                return ExitCode.REFUSED;
            }
            show(out, found.get(), migrations.reason(id), migrations.strategy(id));
            migrations.undecided(id).ifPresent(why -> out.printf("  waits for an operator, see the task 'Users wait' "
                    + "in Tasklist: %s%n", why));
            migrations.lost(id).ifPresent(kept -> out.printf("  waits for an operator, see the task 'A process is "
                    + "lost' in Tasklist: %s%n", kept));
            migrations.report(id).ifPresent(report -> out.printf("  reported: %s%n", report));
            migrations.laterReport(id).ifPresent(report -> out.printf("  reported later: %s%n", report));
            return ExitCode.DONE;
        }
    }

    private static void list(PrintWriter out, List<Migration> migrations) {
        if (migrations.isEmpty()) {
            out.println("There has been no migration yet.");
            return;
        }
        out.printf("%-12s %-25s %-25s %s%n", "ID", "START", "END", "OUTCOME");
        migrations.forEach(m -> out.printf("%-12d %-25s %-25s %s%s%n", m.key(), m.start(),
                m.end() == null ? "-" : m.end(), m.outcome(),
                m.incidents().isEmpty() ? "" : ", waits for an operator"));
    }

    private static void show(PrintWriter out, Migration migration, Optional<String> reason,
            Optional<String> strategy) {
        out.printf("Migration %d: %s%n", migration.key(), migration.outcome());
        reason.ifPresent(text -> out.printf("  because: %s%n", text));
        strategy.ifPresent(text -> out.printf("  by %s%n", text));
        for (StepTimes.Element step : migration.steps().tasks()) {
            out.printf("  %s  %-34s %8d ms  %s%n", step.start().toLocalTime(), step.name(),
                    step.duration().toMillis(), step.state().name().toLowerCase());
        }
        migration.incidents().forEach(incident -> out.printf("  waits for an operator at %s: %s%n",
                incident.getElementId(), incident.getErrorMessage()));
    }
}
