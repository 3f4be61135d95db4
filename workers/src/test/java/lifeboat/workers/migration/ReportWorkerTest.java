package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is reported of a migration, and what is said to be left. */
class ReportWorkerTest {

    private final SimulatedWorld world = new SimulatedWorld();
    private final SimulatedWorkers workers = new SimulatedWorkers(world);
    private final ReportWorker worker = new ReportWorker(new Leftovers(null) {
        @Override
        void lookAfter(MigrationPlan plan, Outcome outcome) {
            // nobody looks again
        }
    }, null, new Interruptions(), workers.convergence);
    private MigrationPlan plan;

    @BeforeEach
    void begin() throws DeviceException {
        plan = workers.plan();
    }

    private Map<String, Object> report() {
        return worker.report(null, plan, Outcome.MIGRATED, null, null, null, null, null, null);
    }

    @Test
    void saysWhereTheServiceRuns() {
        assertThat(report()).containsEntry(SessionMigration.VARIABLE_REPORT, "Migration %s: service %s runs at site %s."
                .formatted(plan.migrationId(), plan.service(), plan.target().site()))
                .containsEntry(SessionMigration.VARIABLE_LEFT, List.of());
    }

    @Test
    void saysWhichDeviceLosesWhatItHasAtARestart() {
        world.unsaved.put(plan.nagw(), "no space left on flash");

        assertThat(report().get(SessionMigration.VARIABLE_REPORT)).asString().endsWith("Left: The configuration of "
                + plan.nagw() + " is not saved, and is lost when it restarts: no space left on flash.");
    }
}
