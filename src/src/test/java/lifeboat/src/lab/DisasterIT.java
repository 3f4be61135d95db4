package lifeboat.src.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lifeboat.src.status.Migrations.Migration;
import lifeboat.src.status.Migrations.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main site dies while its service is being moved. */
class DisasterIT {

    @Test
    void goesForwardOnceTheImageIsAtTheBackupSite(@TempDir Path folder) throws Exception {
        try (RunningSystem system = new RunningSystem(folder, 0.2)) {
            system.lab().run("fault pmc1 hang vip release");
            long key = system.start("backup", true);
            system.await(key, m -> m.steps().find("Task_MoveVirtualIp").isPresent());

            system.lab().run("destroy main site");

            Migration migration = system.settled(key);
            assertThat(migration.incidents()).isEmpty();
            assertThat(migration.outcome()).isEqualTo(Outcome.MIGRATED);
            assertThat(system.runsAt("server2")).isTrue();
            assertThat(system.leftovers()).isEmpty();
            assertThat(system.lab().run("show violations")).isEqualTo("none");
            system.assertUserIsUnharmed();
        }
    }
}
