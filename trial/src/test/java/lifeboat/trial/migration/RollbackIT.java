package lifeboat.trial.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.search.response.UserTask;
import java.time.Duration;
import lifeboat.app.status.LeftoverTasks;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import lifeboat.app.status.StepTimes;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import lifeboat.workers.migration.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration that cannot be finished leaves everything as it was; one past the point of no return goes forward. */
class RollbackIT {

    @RegisterExtension
    private static final RunningSystem system = new RunningSystem(0.2);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void rollsBackARefusedStep(int step) throws Exception {
        system.lab().order("break " + step);

        Migration migration = system.settled(system.start("backup", true));

        assertThat(migration.outcome()).isEqualTo(MigrationState.ROLLED_BACK);
        assertAsBefore();
        if (step >= 4) {
            assertThat(system.show("pmc2", "status video")).containsPattern("dead-epoch: \\d+@" + migration.key() + "-");
            assertThat(system.show("pmc1", "status video")).containsPattern("dead-epoch: \\d+@" + migration.key() + "-");
        }
    }

    @Test
    void rollsBackWhenTheOperatorAbortsDuringTheTransfer() throws Exception {
        long key = system.start("backup", false);
        system.await(key, m -> m.steps().find(SessionMigrationElement.Task_Transfer).isPresent());
        await().until(() -> system.show("pmc2", "status video").contains("state: receiving"));

        system.client().newPublishMessageCommand().messageName(ProcessMessage.ABORT_MIGRATION)
                .correlationKey(String.valueOf(key)).timeToLive(Duration.ZERO).send().join();

        Migration migration = system.settled(key);
        assertThat(migration.outcome()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(migration.steps().find(SessionMigrationElement.Task_Transfer).orElseThrow().state())
                .isEqualTo(StepTimes.Element.State.TERMINATED);
        assertAsBefore();
    }

    @Test
    void settlesAMigrationThatWasCancelled() throws Exception {
        long key = system.start("backup", false);
        await().until(() -> system.show("pmc2", "status video").contains("state: receiving"));

        system.client().newCancelInstanceCommand(key).send().join();

        await().atMost(Duration.ofSeconds(60)).until(() -> system.show("pmc1", "status video")
                .contains("state: running\nactive-epoch: 0"));
        await().atMost(Duration.ofSeconds(60)).until(() -> system.show("pmc2", "status video")
                .contains("state: absent\nactive-epoch: 0"));
        assertAsBefore();
    }

    /** Whatever it was at: it is settled where the process runs, everything goes there, and nothing is left. */
    @ParameterizedTest
    @CsvSource({"cp1, light-path", "l2sw2, vlan", "pmc1, freeze", "pmc2, vip claim", "nagw, user-group", "pmc2, resume",
        "cp1, no light-path"})
    void settlesAMigrationThatIsCancelledInAnyPhase(String device, String command) throws Exception {
        system.lab().run("fault %s hang always %s".formatted(device, command));
        String before = system.lab().run("show befallen");
        long key = system.start("backup", true);
        await().atMost(Duration.ofSeconds(60)).until(() -> !system.lab().run("show befallen").equals(before));

        system.client().newCancelInstanceCommand(key).send().join();
        system.lab().run("no faults");

        await().atMost(Duration.ofSeconds(120)).until(() -> system.runsAt("server1") != system.runsAt("server2")
                && system.show("pmc1", "status video").contains("active-epoch: 0")
                && system.show("pmc2", "status video").contains("active-epoch: 0")
                && system.leftovers().isEmpty() && new LeftoverTasks(system.client()).open().isEmpty());
        if (system.runsAt("server2")) {
            assertThat(system.settled(system.start("main", true)).outcome()).isEqualTo(MigrationState.MIGRATED);
        }
        assertAsBefore();
    }

    @Test
    void rollsBackWhenTheOperatorAbortsDuringTheFirstImage() throws Exception {
        long key = system.start("backup", false, Strategy.PRE_COPY);
        await().until(() -> system.show("pmc2", "status video").contains("state: receiving"));

        system.client().newPublishMessageCommand().messageName(ProcessMessage.ABORT_MIGRATION)
                .correlationKey(String.valueOf(key)).timeToLive(Duration.ofMinutes(1)).send().join();

        Migration migration = system.settled(key);
        assertThat(migration.outcome()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(migration.steps().find(SessionMigrationElement.Task_SendFirstImage).orElseThrow().state())
                .isEqualTo(StepTimes.Element.State.TERMINATED);
        assertThat(migration.steps().find(SessionMigrationElement.Task_Freeze)).isEmpty();
        assertAsBefore();
    }

    @Test
    void discardsTheFirstImageWhenALaterStepIsRefused() throws Exception {
        system.lab().run("fault pmc2 refuse resume");

        Migration migration = system.settled(system.start("backup", true, Strategy.PRE_COPY));

        assertThat(migration.outcome()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(migration.steps().isCompleted(SessionMigrationElement.Task_SendFirstImage)).isTrue();
        assertThat(system.show("pmc1", "status video")).contains("first-image-bytes: 0");
        assertThat(system.show("pmc2", "status video")).contains("first-image-bytes: 0");
        assertAsBefore();
    }

    /** The service is free for the next migration meanwhile. */
    @ParameterizedTest
    @CsvSource({"cp1 cp2, no light-path", "l2sw2, no vlan"})
    void leavesToAnOperatorWhatCannotBeClearedUp(String failing, String command) throws Exception {
        for (String device : failing.split(" ")) {
            system.lab().run("fault %s refuse always %s".formatted(device, command));
        }
        Migration migration = system.settled(system.start("backup", true));

        assertThat(migration.outcome()).isEqualTo(MigrationState.MIGRATED);
        assertThat(migration.incidents()).isEmpty();
        assertThat(system.runsAt("server2")).isTrue();
        assertThat(system.leftovers()).isNotEmpty();
        assertThat(system.report(migration.key())).contains("Left: ", failing.split(" ")[0]);
        UserTask task = system.leftoverTask();
        assertThat(new LeftoverTasks(system.client()).open()).singleElement().satisfies(leftover -> {
            assertThat(leftover.migration()).isEqualTo(String.valueOf(migration.key()));
            assertThat(leftover.left()).anyMatch(line -> line.contains(failing.split(" ")[0]));
        });

        system.lab().run("no faults");
        system.client().newCompleteUserTaskCommand(task.getUserTaskKey()).send().join();
        await().until(() -> system.leftovers().isEmpty());
        assertThat(system.settled(system.start("main", true)).outcome()).isEqualTo(MigrationState.MIGRATED);
        assertAsBefore();
    }

    /** Its PMC asks the other one when its deadline has passed, or the second look removes it. */
    @Test
    void clearsAFrozenCopyThatTheMigrationCouldNotRemove() throws Exception {
        system.lab().run("fault pmc1 drop-before always discard");
        Migration migration = system.settled(system.start("backup", true));
        assertThat(migration.outcome()).isEqualTo(MigrationState.MIGRATED);
        assertThat(system.report(migration.key())).contains("Left: ", "pmc1");
        assertThat(system.leftovers()).contains("server1: running [], frozen [video]");
        system.lab().run("no faults");

        await().atMost(Duration.ofSeconds(30)).until(() -> system.leftovers().isEmpty());
        assertThat(system.settled(system.start("main", true)).outcome()).isEqualTo(MigrationState.MIGRATED);
        assertAsBefore();
    }

    private static void assertAsBefore() throws Exception {
        assertThat(system.runsAt("server1")).isTrue();
        assertThat(system.show("nagw", "show user-group users")).isEqualTo("User group users is in VLAN 1");
        assertThat(system.show("pmc1", "vip status 192.168.2.1")).isEqualTo("192.168.2.1: held");
        assertThat(system.show("pmc2", "vip status 192.168.2.1")).isEqualTo("192.168.2.1: not held");
        assertThat(system.leftovers()).isEmpty();
        assertThat(system.lab().run("show violations")).isEqualTo("none");
        system.assertUserIsUnharmed();
    }
}
