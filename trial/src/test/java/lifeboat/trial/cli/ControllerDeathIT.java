package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.FileSystemUtils;

/** A controller that ends in the midst of a migration, with or without its engine's state. */
class ControllerDeathIT {

    @RegisterExtension
    private final RunningController system = new RunningController();

    @Test
    void goesOnAfterKillNine() throws Exception {
        String id = RunningController.id(system.lifeboat("migrate", "video", "--to", "backup",
                "--no-light-path").output());
        await().atMost(RunningController.PATIENCE).until(() -> system.console().run("show servers")
                .contains("frozen [video]"));

        system.kill();
        system.start();

        await().atMost(RunningController.PATIENCE).untilAsserted(() ->
                assertThat(system.lifeboat("status", id).output()).startsWith("Migration %s: migrated".formatted(id))
                        .containsPattern("strategy: +(pre-copy|stop-and-copy): [\\d.]+ MiB take"));
        assertThat(system.console().run("show servers")).contains("server1: running [], frozen []",
                "server2: running [video]");
        assertThat(system.console().run("show violations")).isEqualTo("none");
        system.assertUserIsUnharmed();
    }

    /** The PMCs settle the migration between themselves; a controller that comes back says the same. */
    @Test
    void leavesNoUserWaitingWhenTheControllerIsGone() throws Exception {
        system.console().order("fault pmc2 hang always vip claim");
        String id = RunningController.id(system.lifeboat("migrate", "video", "--to", "backup").output());
        await().atMost(RunningController.PATIENCE).until(() -> system.console().run("show servers")
                .contains("staged [video]"));
        system.kill();
        system.console().order("no faults");
        assertThat(system.console().run("show servers")).contains("server1: running [], frozen [video]");

        await().atMost(RunningController.PATIENCE).until(() -> system.console().run("show servers")
                .contains("server1: running [video]"));
        system.assertUserIsUnharmed();

        system.start();
        await().atMost(RunningController.PATIENCE).untilAsserted(() ->
                assertThat(system.lifeboat("status",
                        id).output()).startsWith("Migration %s: rolled back".formatted(id)));
        assertThat(system.console().run("show servers")).contains("server2: running [], frozen [], staged []");
        assertThat(system.console().run("show violations")).isEqualTo("none");
        system.assertUserIsUnharmed();
    }

    @Test
    void takesGreaterEpochsThanAnEngineThatIsNoMore() throws Exception {
        assertThat(system.lifeboat("migrate", "video", "--to", "backup", "--wait").exitCode()).isZero();
        system.stop();
        FileSystemUtils.deleteRecursively(system.data());
        system.start();

        Command.Result back = system.lifeboat("migrate", "video", "--to", "main", "--wait");

        assertThat(back.exitCode()).as(back.output()).isZero();
        system.assertUserIsUnharmed();
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        system.stop();

        Command.Result result = system.lifeboat("status");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output().strip()).startsWith("status: No engine answers").doesNotContain("\n");
    }
}
