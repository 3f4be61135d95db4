package lifeboat.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.concurrent.Callable;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.record.MigrationRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lifeboat evidence list}. */
@Command(name = "list", mixinStandardHelpOptions = true,
        description = "Lists the migrations that there is evidence of, oldest first.")
class EvidenceListCommand implements Callable<Integer> {

    private static final String ROW = "%-20s %-20s %-16s %-12s %-20s %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private EvidenceFolderOption evidence;

    @Override
    public Integer call() throws EvidenceException, IOException {
        Collection<MigrationRecord> migrations = evidence.migrations();
        PrintWriter out = spec.commandLine().getOut();
        if (migrations.isEmpty()) {
            out.println("There is no evidence of a migration yet.");
            return ExitCode.DONE;
        }
        out.printf(ROW, "ID", "BEGAN (UTC)", "SERVICE", "OUTCOME", "ASKED FOR BY", "ENTRIES");
        migrations.forEach(migration -> out.printf(ROW, migration.migration(),
                migration.start().truncatedTo(ChronoUnit.SECONDS), migration.requested("service"), migration.outcome(),
                migration.requested("requestedBy"), migration.entries().size()));
        return ExitCode.DONE;
    }
}
