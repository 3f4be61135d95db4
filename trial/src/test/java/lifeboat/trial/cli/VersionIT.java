package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command and each of its sub-commands say which build they are of. */
class VersionIT {

    @ParameterizedTest
    @ValueSource(strings = {"--version", "status --version", "devices check --version"})
    void isTheBuilds(String arguments, @TempDir Path folder) throws Exception {
        Command.Result result = Command.run(folder, arguments.split(" "));

        assertThat(result.output()).isEqualToIgnoringNewLines("Lifeboat " + System.getProperty("lifeboat.version"));
        assertThat(result.exitCode()).isZero();
    }
}
