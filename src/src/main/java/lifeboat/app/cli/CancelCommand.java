package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.io.Console;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lifeboat.app.status.Interventions;
import lifeboat.app.status.LeftoverTasks;
import lifeboat.app.status.MigrationVariables;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.StepTimes;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeboat cancel}: ends a migration, wherever it is; the controller settles what it has begun. */
@Command(name = "cancel", mixinStandardHelpOptions = true,
        description = "Ends a migration in the engine, wherever it is. The controller then settles where the process "
                + "runs, and gives back what the migration has taken. 'lifeboat abort' rolls back step by step, and is "
                + "quicker.")
class CancelCommand extends EngineCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TASK = "Task_";
    private static final long LOOK_MILLIS = 500;

    @Mixin
    private OperatorOptions operator;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Parameters(paramLabel = "ID", description = "The migration to cancel.")
    private long id;

    @Override
    int run(CamundaClient client) throws InterruptedException {
        Migration migration = running(client, id);
        MigrationVariables variables = new Migrations(client).variables(id);
        boolean isPlanned = variables.source().isPresent();
        sayWhatIsLeft(migration, variables);
        if (!isConfirmed()) {
            err().println("Nothing was cancelled.");
            return ExitCode.REFUSED;
        }
        new Interventions(client).note(id, operator.operator(), "cancelled", operator.reason());
        client.newCancelInstanceCommand(id).send().join();
        return isPlanned ? settled(client) : withoutAPlan();
    }

    private void sayWhatIsLeft(Migration migration, MigrationVariables variables) {
        List<StepTimes.Element> steps = migration.steps().elements().stream()
                .filter(element -> element.id().startsWith(TASK)).toList();
        out().printf("Migration %d is at '%s'.%n", id, steps.stream().filter(step -> step.end() == null)
                .map(StepTimes.Element::name).collect(Collectors.joining("', '")));
        List<String> done = steps.stream().filter(step -> step.end() != null).flatMap(step -> variables.devicesOf(
                step.id()).stream().map(devices -> "  '%s', on %s".formatted(step.name(), devices))).toList();
        boolean isBeingPlanned = migration.steps().isActive(SessionMigrationElement.Task_Plan);
        out().println(isBeingPlanned ? "It is being planned: PMCs may hold the process for it already." : done.isEmpty()
                ? "Nothing was changed so far." : "Done so far, and left there until the controller "
                + "has settled it:");
        done.forEach(out()::println);
        out().flush();
    }

    private boolean isConfirmed() {
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null) {
            err().println("Nobody can be asked here: --yes says that it is meant.");
            return false;
        }
        return "yes".equalsIgnoreCase(console.readLine("Cancel it ('lifeboat abort %d' is quicker)? Type yes: ", id));
    }

    private int withoutAPlan() {
        out().printf("Migration %d is cancelled. Nothing was changed.%n", id);
        return ExitCode.DONE;
    }

    /** Shows what became of it, as the controller reads it from the devices. */
    private int settled(CamundaClient client) throws InterruptedException {
        out().printf("Migration %d is cancelled, and is being settled.%n", id);
        out().flush();
        Migrations migrations = new Migrations(client);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> report = migrations.settled(id);
            if (report.isPresent()) {
                out().println(report.get());
                return ExitCode.DONE;
            }
            List<String> left = new LeftoverTasks(client).of(id);
            if (!left.isEmpty()) {
                out().println("Left: " + String.join(" ", left));
                return ExitCode.FAILED;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        err().printf("Migration %d is not settled yet: is the controller running? See 'lifeboat "
                + "leftovers' and 'lifeboat status %d'.%n", id, id);
        return ExitCode.FAILED;
    }
}
