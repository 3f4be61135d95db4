package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process with a real TCP session, on real hosts and switches. As root, after {@code lab/install.sh}. */
@Tag("linux-lab")
class LinuxLabIT {

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeft() throws Exception {
        Process list = new ProcessBuilder("ip", "netns", "list").start();
        assertThat(new String(list.getInputStream().readAllBytes())).doesNotContain("lifeboat-");
    }

    @Test
    void migratesThereAndBack() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25");

        assertThat(result.output()).contains("STEP 11 ", "All as it should be.");
        assertThat(result.output()).containsPattern("Every byte in order +yes +yes")
                .containsPattern("Resets +0 +0 +0 +0");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void goesThereAndBackFiveTimesOnOneSession() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--rounds", "5");

        assertThat(result.output()).contains("Round 5 to the main site: migrated", "in order: true, resets: 0",
                "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    void copesWithAStepThatReallyFails(int step) throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--fail-at",
                String.valueOf(step));

        assertThat(result.output()).contains("All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pre-copy", "post-copy", "stop-and-copy"})
    void migratesByEveryStrategy(String strategy) throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--rounds", "1",
                "--strategy", strategy);

        assertThat(result.output()).contains("Round 1 to the main site: migrated", "in order: true, resets: 0",
                "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pre-copy", "stop-and-copy"})
    void migratesEncrypted(String strategy) throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--rounds", "1",
                "--encrypted", "--strategy", strategy);

        assertThat(result.output()).contains("Round 1 to the main site: migrated", "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void migratesAJavaService() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--service", "java");

        assertThat(result.output()).containsPattern("Resets +0 +0 +0 +0").contains("All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void migratesTwoThreadsThreeConnectionsAndAnOpenFile() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--service",
                "threads", "--users", "3", "--rounds", "2");

        assertThat(result.output()).contains("3 users are connected", "Round 2 to the main site: migrated",
                "in order: true, resets: 0", "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"duplicate-ip, 192.168.2.1 is already in use: the host with the hardware address",
        "no-space-main, cannot be frozen", "no-space-backup, No space left on device"})
    void leavesTheProcessWhereItIsWhenAPmcHasToRefuse(String breakage, String reason) throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--break", breakage,
                "--strategy", "stop-and-copy");

        assertThat(result.output()).contains(reason, "Outcome: rolled back", "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    /** A process keeps its PIDs, so the plan asks for them. */
    @Test
    void refusesAMigrationToAServerWhereThePidIsTaken() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--break",
                "pid-taken-backup");

        assertThat(result.output()).contains("Outcome: refused", "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    /** What it had restored by then would wait for it for ever, and have the PID that the process needs. */
    @Test
    void goesBackWhenCriuIsKilledWhileItRestores() throws Exception {
        Command.Result result = Command.run(folder, "attack", "--lab", "linux", "--scale", "0.2", "--seed", "1",
                "--runs", "3", "--kind", "CRIU_DEATH");

        assertThat(result.output()).contains("rolled back", "CRIU_DEATH=", ", 0 violated a promise");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void takesTheNetworkAwayWhenItIsInterrupted() throws Exception {
        try (Command demo = Command.start(folder, "demo", "--lab", "linux", "--scale", "0.25", "--keep")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.output().contains("Left running"));
            demo.interrupt();
            await().atMost(Duration.ofSeconds(30)).until(() -> !demo.isAlive());
        }
    }

    @Test
    void cleansUpAfterACrash() throws Exception {
        try (Command demo = Command.start(folder, "demo", "--lab", "linux", "--scale", "0.25", "--keep")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.output().contains("Left running"));
            demo.kill();
        }

        Command.Result clean = Command.run(folder, "lab", "linux", "--clean");

        assertThat(clean.exitCode()).isZero();
    }
}
