package lifeboat.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camunda.client.CamundaClient;
import java.util.List;
import lifeboat.app.status.MigrationSummary;
import lifeboat.app.status.Migrations;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lifeboat status}: migrations, or one of them step by step. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Shows migrations, newest first, or one of them step by step.")
class StatusCommand extends EngineCommand {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The migration to look at.")
    private Long id;

    @Option(names = "--service", paramLabel = "NAME", description = "Only migrations of this service.")
    private String service;

    @Option(names = "--outcome", paramLabel = "OUTCOME", converter = OutcomeOption.class,
            completionCandidates = OutcomeOption.class, description = "Only those that ended so: "
                    + "${COMPLETION-CANDIDATES}.")
    private MigrationState outcome;

    @Option(names = "--since", paramLabel = "TIME", converter = SinceOption.class, description = "Only those that "
            + "began then or later: a date (2026-11-27), a time (2026-11-27T20:15:00Z), or how long ago (30m, 12h, "
            + "7d).")
    private SinceOption.Since since;

    @Option(names = "--most", defaultValue = "20", paramLabel = "NUMBER",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--skip", defaultValue = "0", paramLabel = "NUMBER",
            description = "How many of the newest are left out: for the page before (default: ${DEFAULT-VALUE}).")
    private int skip;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    void check() {
        if (most < 1) {
            throw new ParameterException(spec().commandLine(), "--most must be at least 1, and is %d.".formatted(most));
        }
        if (skip < 0) {
            throw new ParameterException(spec().commandLine(), "--skip must not be negative, and is %d.".formatted(
                    skip));
        }
        if (id != null && (service != null || outcome != null || since != null)) {
            throw new ParameterException(spec().commandLine(), "An ID names one migration: --service, --outcome and "
                    + "--since choose among many.");
        }
    }

    @Override
    int run(CamundaClient client) throws JsonProcessingException {
        Migrations migrations = new Migrations(client);
        return id == null ? list(migrations) : show(migrations, migration(client, id));
    }

    private int list(Migrations migrations) throws JsonProcessingException {
        List<MigrationSummary> found = migrations.latest(service, outcome, since == null ? null : since.start(),
                skip, most);
        if (json) {
            out().println(inJson(found));
        } else if (found.isEmpty()) {
            out().println(service == null && outcome == null && since == null ? "There has been no migration yet."
                    : "There is no such migration.");
        } else {
            new StatusText(out()).list(found);
            if (found.size() == most) {
                out().printf("There may be more: --skip %d shows what was before.%n", skip + most);
            }
        }
        return ExitCode.DONE;
    }

    private int show(Migrations migrations, Migration migration) throws JsonProcessingException {
        MigrationSummary found = migrations.summary(migration);
        if (json) {
            out().println(inJson(found));
        } else {
            new StatusText(out()).show(found);
        }
        return ExitCode.DONE;
    }

    private static String inJson(Object what) throws JsonProcessingException {
        return JsonMapper.builder().addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS).build()
                .writerWithDefaultPrettyPrinter().writeValueAsString(what);
    }
}
