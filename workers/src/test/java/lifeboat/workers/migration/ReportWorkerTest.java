package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.workers.evidence.ControllerClock;
import lifeboat.workers.evidence.CurrentMigration;
import lifeboat.workers.evidence.EvidenceSettings;
import lifeboat.workers.evidence.MigrationEvidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of a migration, and what is said to be left. */
class ReportWorkerTest {

    @TempDir
    private static Path temp;

    private final SimulatedWorld world = new SimulatedWorld();
    private final SimulatedWorkers workers = new SimulatedWorkers(world);
    private MigrationEvidence evidence;
    private ReportWorker worker;
    private MigrationPlan plan;

    @BeforeEach
    void begin() throws DeviceException, EvidenceException {
        evidence = new MigrationEvidence(EvidenceSettings.in(temp), new ControllerClock(), new CurrentMigration());
        worker = new ReportWorker(new Leftovers(null) {
            @Override
            void lookAfter(MigrationPlan plan, Outcome outcome) {
                // nobody looks again
            }
        }, null, new Interruptions(), workers.convergence, evidence);
        plan = workers.plan();
    }

    @AfterEach
    void end() {
        evidence.close();
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

    @Test
    void saysThatTheEvidenceIsNotOnTheDisk() {
        evidence.close();

        assertThat(report().get(SessionMigration.VARIABLE_REPORT)).asString().contains("Left: The evidence in " + temp
                + " cannot be written", "Make room there");
    }
}
