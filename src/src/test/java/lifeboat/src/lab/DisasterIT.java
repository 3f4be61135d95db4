package lifeboat.src.lab;

import static org.assertj.core.api.Assertions.assertThat;

import lifeboat.src.status.Migrations.Migration;
import lifeboat.src.status.Migrations.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main site dies while its service is being moved. */
class DisasterIT {

    @RegisterExtension
    private static final RunningSystem system = new RunningSystem(0.2);

    @Test
    void goesForwardOnceTheImageIsAtTheBackupSite() throws Exception {
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
