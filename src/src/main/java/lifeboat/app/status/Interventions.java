package lifeboat.app.status;

import io.camunda.client.CamundaClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lifeboat.workers.migration.SessionMigration;

/** What operators did about a migration, kept with it: who, when, what, and why. */
public final class Interventions {

    private final CamundaClient client;
    private final Clock clock;

    public Interventions(CamundaClient client) {
        this(client, Clock.systemUTC());
    }

    Interventions(CamundaClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Notes it, before it is done.
     *
     * @param what for example "aborted"
     * @param reason empty if none is given
     */
    public void note(long migration, String who, String what, String reason) {
        List<String> all = new ArrayList<>(in(new Migrations(client).variables(migration)));
        all.add("%s: %s by %s%s".formatted(clock.instant().truncatedTo(ChronoUnit.SECONDS), what, who,
                reason.isBlank() ? "" : ", because: " + reason));
        client.newSetVariablesCommand(migration).variables(Map.of(SessionMigration.VARIABLE_INTERVENTIONS, all)).send()
                .join();
    }

    static List<String> in(MigrationVariables variables) {
        return variables.texts(SessionMigration.VARIABLE_INTERVENTIONS);
    }
}
