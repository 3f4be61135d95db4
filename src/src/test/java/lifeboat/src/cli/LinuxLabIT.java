package lifeboat.src.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(ints = {2, 4, 5, 6, 8, 9})
    void copesWithAStepThatReallyFails(int step) throws Exception {
        Command.Result result = Command.run(folder, "demo", "--lab", "linux", "--scale", "0.25", "--fail-at",
                String.valueOf(step));

        assertThat(result.output()).contains("All as it should be.");
        assertThat(result.exitCode()).isZero();
    }
}
