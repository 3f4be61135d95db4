package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.util.List;
import lifeboat.app.status.Interventions;
import lifeboat.app.status.OpenIncidents;
import lifeboat.app.status.OpenIncidents.OpenIncident;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lifeboat retry}: has steps that wait for an operator tried again. */
@Command(name = "retry", mixinStandardHelpOptions = true,
        description = "Has the steps of a migration that wait for an operator tried again: what was wrong is put "
                + "right. Each begins by reading the device.")
class RetryCommand extends EngineCommand {

    @Mixin
    private OperatorOptions operator;

    @Parameters(paramLabel = "ID", description = "The migration, as 'lifeboat incidents' names it.")
    private long id;

    @Override
    int run(CamundaClient client) {
        OpenIncidents incidents = new OpenIncidents(client);
        List<OpenIncident> open = incidents.of(id);
        if (open.isEmpty()) {
            err().printf("No step of migration %d waits for an operator: see 'lifeboat status "
                    + "%d'.%n", id, id);
            return ExitCode.REFUSED;
        }
        for (OpenIncident incident : open) {
            new Interventions(client).note(id, operator.operator(), "'%s' is tried again".formatted(incident.step()),
                    operator.reason());
            incidents.retry(incident);
            out().printf("Step '%s' of migration %d is tried again; see 'lifeboat status "
                    + "%d'.%n", incident.step(), id, id);
        }
        return ExitCode.DONE;
    }
}
