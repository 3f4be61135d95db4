package lifeboat.app.status;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.response.Incident;
import java.time.OffsetDateTime;
import java.util.List;

/** Where a migration, or a process beside one, waits for an operator to put something right. */
public final class OpenIncidents {

    /** As often as a step is tried before it becomes an incident. */
    private static final int TRIES = 3;

    private final CamundaClient client;
    private final Migrations migrations;

    public OpenIncidents(CamundaClient client) {
        this.client = client;
        this.migrations = new Migrations(client);
    }

    /**
     * One of them.
     *
     * @param instance the migration, or the process beside one
     * @param step by the name that the diagram gives it
     * @param message what was being done, on which device, and what it answered
     */
    public record OpenIncident(long instance, String service, String step, OffsetDateTime since, String message,
            long key, Long job) {
    }

    /** All that are open, oldest first. */
    public List<OpenIncident> all() {
        return client.newIncidentSearchRequest().filter(f -> f.state(IncidentState.ACTIVE))
                .sort(s -> s.creationTime().asc()).send().join().items().stream().map(this::open).toList();
    }

    /** Those of one instance. */
    public List<OpenIncident> of(long instance) {
        return client.newIncidentSearchRequest().filter(f -> f.state(IncidentState.ACTIVE)
                .processInstanceKey(instance)).sort(s -> s.creationTime().asc()).send().join().items().stream()
                .map(this::open).toList();
    }

    private OpenIncident open(Incident incident) {
        long instance = incident.getProcessInstanceKey();
        return new OpenIncident(instance, migrations.variables(instance).service().orElse("-"),
                migrations.stepsOf(instance).nameOf(incident.getElementId()), incident.getCreationTime(),
                incident.getErrorMessage(), incident.getIncidentKey(), incident.getJobKey());
    }

    /** Has the step tried again. */
    public void retry(OpenIncident incident) {
        if (incident.job() != null && incident.job() > 0) {
            client.newUpdateRetriesCommand(incident.job()).retries(TRIES).send().join();
        }
        client.newResolveIncidentCommand(incident.key()).send().join();
    }
}
