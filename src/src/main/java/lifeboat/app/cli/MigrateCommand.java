package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.response.ProcessInstanceResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lifeboat.app.status.Migrations;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.Outcome;
import lifeboat.workers.migration.SessionMigration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeboat migrate}: starts a migration (step 1), and waits for its end if asked to. */
@Command(name = "migrate", mixinStandardHelpOptions = true,
        description = "Migrates a service to a site.")
class MigrateCommand extends EngineCommand {

    private static final String REQUEST_ID = "requestId";
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final long LOOK_MILLIS = 100;

    @Parameters(paramLabel = "SERVICE", description = "The service, as the inventory calls it.")
    private String service;

    @Option(names = "--to", required = true, paramLabel = "SITE", description = "The site it shall run at.")
    private String site;

    @Option(names = "--no-light-path", description = "Send the image over the public network: skip steps 2, 3, 9, 10.")
    private boolean noLightPath;

    @Option(names = "--strategy", defaultValue = SessionMigration.STRATEGY_AUTO, paramLabel = "NAME",
            completionCandidates = StrategyNames.class, converter = StrategyNames.class, description = StrategyNames.HELP)
    private String strategy;

    @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT",
            description = "Why, for those who read the record of this migration later.")
    private String reason;

    @Option(names = "--wait", description = "Wait until the migration ends.")
    private boolean wait;

    @Override
    int run(CamundaClient client) throws Exception {
        Migrations migrations = new Migrations(client);
        String requestId = UUID.randomUUID().toString();
        CamundaFuture<ProcessInstanceResult> result = client.newCreateInstanceCommand()
                .bpmnProcessId(ProcessId.SESSION_MIGRATION).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, service,
                        SessionMigration.VARIABLE_TARGET_SITE, site,
                        SessionMigration.VARIABLE_LIGHT_PATH, !noLightPath,
                        SessionMigration.VARIABLE_STRATEGY, strategy,
                        SessionMigration.VARIABLE_REASON, reason,
                        SessionMigration.VARIABLE_REQUESTED_BY, System.getProperty("user.name"), REQUEST_ID, requestId))
                .withResult().fetchVariables(SessionMigration.VARIABLE_REPORT, SessionMigration.VARIABLE_ERROR,
                        SessionMigration.VARIABLE_OUTCOME)
                .requestTimeout(LONGEST).send();
        return follow(migrations, requestId, result);
    }

    private int follow(Migrations migrations, String requestId, CamundaFuture<ProcessInstanceResult> result)
            throws Exception {
        boolean announced = false;
        while (true) {
            try {
                return ended(result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                // not yet: look at where it is
            } catch (ExecutionException e) {
                Optional<Migrations.Migration> gone = migrations.findBy(REQUEST_ID, requestId)
                        .filter(migration -> migration.outcome() == Migrations.MigrationState.CANCELLED);
                if (gone.isPresent()) {
                    err().printf("Migration %1$d was cancelled: see 'lifeboat status %1$d'.%n", gone.get().key());
                    return ExitCode.FAILED;
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
            Optional<Migrations.Migration> found = migrations.findBy(REQUEST_ID, requestId);
            if (found.isEmpty()) {
                continue;
            }
            Migrations.Migration migration = found.get();
            if (!migration.incidents().isEmpty()) {
                migration.incidents().forEach(incident -> err().printf(
                        "Migration %d waits for an operator at %s: %s%n", migration.key(),
                        migration.steps().nameOf(incident.getElementId()), incident.getErrorMessage()));
                return ExitCode.FAILED;
            }
            if (!announced && migration.steps().isCompleted(SessionMigrationElement.Task_Plan)
                    && migration.outcome() == Migrations.MigrationState.RUNNING) {
                out().printf("Migration %d of service %s to site %s has started.%n", migration.key(), service, site);
                out().flush();
                announced = true;
                if (!wait) {
                    return ExitCode.DONE;
                }
            }
        }
    }

    private int ended(ProcessInstanceResult result) {
        Map<String, Object> variables = result.getVariablesAsMap();
        if (variables.get(SessionMigration.VARIABLE_REPORT) instanceof String report) {
            out().println(report);
            return Outcome.MIGRATED.toString().equals(variables.get(SessionMigration.VARIABLE_OUTCOME))
                    ? ExitCode.DONE : ExitCode.FAILED;
        }
        Object reason = variables.get(SessionMigration.VARIABLE_ERROR) instanceof Map<?, ?> error
                ? error.get("message") : "The migration ended without a report.";
        err().println(reason);
        return ExitCode.REFUSED;
    }
}
