package lifeboat.trial.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.search.response.UserTask;
import java.time.Duration;
import java.util.Map;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.workers.bpmn.BpmnNames.LostElement;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.bpmn.BpmnNames.UndecidedElement;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main site dies while its service is being moved. */
class DisasterIT {

    @RegisterExtension
    private final RunningSystem system = new RunningSystem(0.2);

    @Test
    void goesForwardOnceTheImageIsAtTheBackupSite() throws Exception {
        system.lab().run("fault pmc1 hang vip release");
        long key = system.start("backup", true);
        system.await(key, m -> m.steps().find(SessionMigrationElement.Task_MoveVirtualIp).isPresent());

        system.lab().run("destroy main site");

        Migration migration = system.settled(key);
        assertThat(migration.incidents()).isEmpty();
        assertThat(migration.outcome()).isEqualTo(MigrationState.MIGRATED);
        assertThat(system.runsAt("server2")).isTrue();
        assertThat(system.leftovers()).isEmpty();
        assertThat(system.lab().run("show violations")).isEqualTo("none");
        system.assertUserIsUnharmed();
    }

    /** It neither refuses nor answers: its silence looks like patience. */
    @Test
    void goesForwardWithoutASilentSiteOnceTheImageIsAtTheBackupSite() throws Exception {
        system.lab().run("fault pmc1 hang always vip");
        long key = system.start("backup", true);
        system.await(key, m -> m.steps().find(SessionMigrationElement.Task_MoveVirtualIp).isPresent());
        system.lab().order("silence pmc1");

        Migration migration = system.await(key, m -> m.end() != null);
        assertThat(migration.outcome()).isEqualTo(MigrationState.MIGRATED);
        assertThat(system.runsAt("server2")).isTrue();
        assertThat(system.report(key)).contains("runs at site backup", "Left: ", "pmc1");
        system.assertUserIsUnharmed();

        system.lab().order("no faults");
        system.lab().order("heal");
        await().atMost(Duration.ofSeconds(90)).until(() -> system.leftovers().isEmpty());
        assertThat(system.lab().run("show violations")).doesNotContain("copies");
    }

    /** Only an operator can know that the process does not run there; until one says so, nothing is guessed. */
    @Test
    void goesOnAtTheMainSiteWhenAnOperatorDeclaresTheBackupSiteLost() throws Exception {
        system.lab().run("kill pmc 2 at before resume");
        long key = system.start("backup", true);

        UserTask task = system.userTask(UndecidedElement.Task_Undecided);
        assertThat(system.runsAt("server1")).isFalse();
        assertThat(system.migrations().undecided(key)).hasValueSatisfying(why -> assertThat(why).contains("pmc2"));
        system.client().newCompleteUserTaskCommand(task.getUserTaskKey())
                .variables(Map.of(SessionMigration.VARIABLE_BACKUP_SITE_LOST, true)).send().join();

        Migration migration = system.await(key, m -> m.end() != null);
        assertThat(migration.outcome()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(system.runsAt("server1")).isTrue();
        assertThat(system.report(key)).contains("Left: ", "pmc2");
        system.assertUserIsUnharmed();

        system.lab().order("start pmcs");
        await().atMost(Duration.ofSeconds(90)).until(() -> system.leftovers().isEmpty());
        assertThat(system.runsAt("server2")).isFalse();
        assertThat(system.lab().run("show violations")).doesNotContain("copies");
    }

    /** It was to go on at the main site, whose server starts anew before it does: the image that is left goes on. */
    @Test
    void goesOnAtTheBackupSiteWhenTheMainSitesServerLosesTheProcess() throws Exception {
        system.lab().run("fault pmc2 refuse resume");
        system.lab().run("kill pmc 1 at before thaw");
        long key = system.start("backup", true);
        await().until(() -> system.lab().run("show deaths").contains("pmc1 1"));

        system.lab().order("reboot server 1");

        Migration migration = system.await(key, m -> m.end() != null);
        assertThat(migration.outcome()).isEqualTo(MigrationState.MIGRATED);
        assertThat(system.runsAt("server2")).isTrue();
        assertThat(system.leftovers()).isEmpty();
        assertThat(system.lab().run("show violations")).doesNotContain("copies");
        system.assertUserIsUnharmed();
    }

    /** A first image is all there is: nothing can be saved, and the report says so; the rest is an operator's word. */
    @Test
    void startsALostServiceAgainFromItsFirstImageWhenAnOperatorSaysSo() throws Exception {
        system.lab().run("fault pmc1 hang freeze");
        long key = system.start("backup", true, Strategy.PRE_COPY);
        system.await(key, m -> m.steps().find(SessionMigrationElement.Task_Freeze).isPresent());

        system.lab().run("destroy main site");

        Migration migration = system.await(key, m -> m.end() != null);
        assertThat(migration.incidents()).isEmpty();
        assertThat(migration.outcome()).isEqualTo(MigrationState.SITE_LOST);
        assertThat(system.report(key)).contains("is lost with its site main", "pmc1");
        assertThat(system.leftoverTask()).isNotNull();
        UserTask task = system.userTask(LostElement.Task_Lost);
        assertThat(system.migrations().lost(key)).hasValueSatisfying(kept -> assertThat(kept).contains(
                "A first image of process video is kept at site backup. It is as of "));
        assertThat(system.runsAt("server2")).isFalse();
        system.client().newCompleteUserTaskCommand(task.getUserTaskKey())
                .variables(Map.of(SessionMigration.VARIABLE_START_AGAIN, true)).send().join();

        await().atMost(Duration.ofSeconds(30)).until(() -> system.runsAt("server2"));
        await().until(() -> system.show("nagw", "show user-group users").contains("VLAN 2"));
        system.lab().connectUsers(1);
        system.assertUserIsUnharmed();
    }
}
