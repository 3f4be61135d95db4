package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import lifeboat.app.status.OpenIncidents;
import lifeboat.app.status.OpenIncidents.OpenIncident;
import picocli.CommandLine.Command;

/** {@code lifeboat incidents}: where an operator is waited for. */
@Command(name = "incidents", mixinStandardHelpOptions = true,
        description = "Lists the steps that wait for an operator, and what the devices said. Put it right, then "
                + "'lifeboat retry ID', or 'lifeboat abort ID'.")
class IncidentsCommand extends EngineCommand {

    @Override
    int run(CamundaClient client) {
        List<OpenIncident> open = new OpenIncidents(client).all();
        if (open.isEmpty()) {
            out().println("No step waits for an operator.");
            return ExitCode.DONE;
        }
        open.forEach(incident -> out().printf("Migration %d of service %s, step '%s', since %s UTC: %s%n",
                incident.instance(), incident.service(), incident.step(), incident.since()
                        .withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS),
                incident.message()));
        return ExitCode.FAILED;
    }
}
