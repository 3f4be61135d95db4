package lifeboat.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.record.Fact.EngineHistory;
import lifeboat.evidence.record.MigrationRecord;
import lifeboat.evidence.record.MigrationRecord.StepTry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat evidence show}. */
@Command(name = "show", mixinStandardHelpOptions = true,
        description = "Shows what was done in a migration: steps, commands, answers.")
class EvidenceShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EvidenceFolderOption evidence;

    @Parameters(paramLabel = "ID", description = "The migration.")
    private String id;

    @Option(names = "--entries", description = "The entries of the log as they are, one a line.")
    private boolean entries;

    @Override
    public Integer call() throws EvidenceException, IOException {
        MigrationRecord migration = evidence.migration(id);
        PrintWriter out = spec.commandLine().getOut();
        if (entries) {
            for (LogEntry entry : migration.entries()) {
                out.println(new String(entry.line(), StandardCharsets.UTF_8));
            }
            return ExitCode.DONE;
        }
        out.printf("Migration %s of service %s: %s%n", migration.migration(),
                OneLine.of(migration.requested("service")),
                migration.outcome());
        migration.history().map(EngineHistory::report).ifPresent(out::println);
        if (!migration.why().isEmpty()) {
            out.println("Why: " + OneLine.of(migration.why()));
        }
        migration.freezeWindow().ifPresent(window -> out.printf("Users waited %d ms.%n", window.toMillis()));
        migration.people().ifPresent(people -> people.stream().map(OneLine::of).forEach(out::println));
        migration.tries().forEach(step -> show(out, step, migration.nameOf(step.begun().step())));
        return ExitCode.DONE;
    }

    private static void show(PrintWriter out, StepTry step, String name) {
        out.printf("%s %s: %s%s%n", step.start().truncatedTo(ChronoUnit.MILLIS), name,
                step.ended() == null ? "not recorded how it ended" : "%s in %d ms".formatted(step.ended().result(),
                        Duration.between(step.start(), step.end()).toMillis()),
                step.ended() == null || step.ended().message() == null ? ""
                        : ": " + OneLine.of(step.ended().message()));
        step.commands().forEach(command -> out.printf("    %s <- %s%n    %s -> %s%n", command.device(),
                command.command(), command.device(), command.answer().strip().replace("\n", "\n        ")));
    }
}
