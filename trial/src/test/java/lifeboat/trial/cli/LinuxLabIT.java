package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void copesWithStepsThatReallyFail() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--fail-at",
                "2,3,4,5,6,7,8,9");

        assertThat(result.output()).contains(IntStream.rangeClosed(2, 9)
                .mapToObj("step %d is bound to fail"::formatted).toList());
        assertThat(result.output().lines().filter("Outcome: rolled back"::equals)).hasSize(7);
        assertThat(result.output()).contains("Outcome: migrated", "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"- | pre-copy,post-copy,stop-and-copy",
        "--encrypted | pre-copy,stop-and-copy"})
    void migratesByEveryStrategy(String option, String strategies) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("demo", "--lab", "linux", "--scale", "0.25", "--rounds", "1",
                "--strategy", strategies));
        Optional.ofNullable(option).ifPresent(arguments::add);

        Command.Result result = Command.run(folder, arguments.toArray(String[]::new));

        assertThat(result.output().lines().filter(line -> line.startsWith("Round 1 to the main site: migrated")))
                .hasSize(strategies.split(",").length);
        assertThat(result.output()).contains("in order: true, resets: 0", "All as it should be.")
                .doesNotContain("in order: false");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void migratesAJavaService() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--service", "java",
                "--rounds", "1");

        assertThat(result.output()).contains("Round 1 to the main site: migrated", "in order: true, resets: 0",
                "All as it should be.");
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

    /** A process keeps its PIDs, so the plan asks for them. */
    @Test
    void leavesTheProcessWhereItIsWhenAPmcHasToRefuse() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--break",
                "duplicate-ip,no-space-main,no-space-backup,pid-taken-backup", "--strategy", "stop-and-copy");

        assertThat(result.output()).containsSubsequence(
                "192.168.2.1 is already in use: the host with the hardware address", "Outcome: rolled back",
                "cannot be frozen", "Outcome: rolled back", "No space left on device", "Outcome: rolled back",
                "Outcome: refused", "All as it should be.");
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
        try (Command demo = Command.start(folder, "demo", "--lab", "linux", "--scale", "0.25", "--rounds", "1",
                "--keep")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.output().contains("Left running"));
            demo.interrupt();
            await().atMost(Duration.ofSeconds(30)).until(() -> !demo.isAlive());
        }
    }

    @Test
    void cleansUpAfterACrash() throws Exception {
        try (Command demo = Command.start(folder, "demo", "--lab", "linux", "--scale", "0.25", "--rounds", "1",
                "--keep")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.output().contains("Left running"));
            demo.kill();
        }

        Command.Result clean = Command.run(folder, "lab", "linux", "--clean");

        assertThat(clean.exitCode()).isZero();
    }
}
