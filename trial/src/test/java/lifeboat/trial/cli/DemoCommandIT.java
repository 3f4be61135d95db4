package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandIT {

    @TempDir
    private Path folder;

    @Test
    void migratesThereAndBack() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--scale", "0.05");

        assertThat(result.output()).contains("STEP 1 ", "STEP 2 ", "STEP 3 ", "STEP 4 ", "STEP 5 ", "STEP 6 ",
                "STEP 7 ", "STEP 8 ", "STEP 9 ", "STEP 10 ", "STEP 11 ", "9.85 s", "80.10 s",
                "--scale 0.05 of the paper's 40", "All as it should be.");
        assertThat(result.output()).containsPattern("Every byte in order +yes +yes").containsPattern("Resets +0 +0 +0 +0");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void showsARollback() throws Exception {
        Command.Result result = Command.run(folder, "demo", "--scale", "0.05", "--fail-at", "7");

        assertThat(result.output()).containsSubsequence("STEP 7 Switch user VLAN", "Undo STEP 6", "Undo STEP 5",
                "Undo STEP 4", "Undo STEP 3", "Undo STEP 2", "STEP 11 Report rollback", "Outcome: rolled back",
                "All as it should be.");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--break=duplicate-ip", "--lab=linux --fail-at=5,10", "--lab=linux --break=everything"})
    void refusesWhatTheLabCannotBreakBeforeAnythingStarts(String options) throws Exception {
        Command.Result result = Command.run(folder, ("demo " + options).split(" "));

        assertThat(result.output())
                .startsWith("demo: the Linux lab can let steps 2 to 9 fail, and break duplicate-ip, ");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--strategy=auto;foo, 'demo: Invalid value for option ''--strategy'' (NAME): ''foo'' is none of '",
        "--service=nosuch, 'demo: Invalid value for option ''--service'': expected one of [stream, threads, java] '"})
    void refusesWhatThereIsNotBeforeAnythingStarts(String option, String sentence) throws Exception {
        Command.Result result = Command.run(folder, "demo", option.replace(';', ','));

        assertThat(result.output()).startsWith(sentence).doesNotContain("Usage:");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void leavesTheLabsOptionsToTheLab() throws Exception {
        assertThat(Command.run(folder, "lab", "--help").output()).contains("--sites", "--base-port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fail-at=1", "--fail-at=11", "--scale=0", "--scale=1000", "--rounds=-1", "--users=0"})
    void refusesWhatIsOutOfRange(String option) throws Exception {
        Command.Result result = Command.run(folder, "demo", option);

        assertThat(result.output().strip()).isEqualTo(
                "demo: --fail-at takes a step from 2 to 10, --scale a factor above 0 and at most 100, "
                        + "--rounds a number up to 1000, --users one from 1 to 100.");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
