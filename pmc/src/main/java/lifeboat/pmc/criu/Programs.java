package lifeboat.pmc.criu;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lifeboat.pmc.RefusedException;

/** Runs the server's own programs, each with a hard deadline. */
final class Programs {

    private final Duration deadline;

    Programs(Duration deadline) {
        this.deadline = deadline;
    }

    /** What a program printed, to both streams, and how it ended. */
    record Result(int exitCode, String output) {

        boolean isSuccess() {
            return exitCode == 0;
        }

        String lastLine() {
            return output.lines().reduce((a, b) -> b).orElse("exit code " + exitCode);
        }
    }

    /** @throws RefusedException if the program cannot be started, fails, or does not end in time */
    String run(List<String> command) throws RefusedException {
        Result result = attempt(command);
        if (!result.isSuccess()) {
            throw new RefusedException("%s: %s".formatted(command.get(0), result.lastLine()));
        }
        return result.output();
    }

    Result attempt(List<String> command) throws RefusedException {
        Path output = null;
        try {
            output = Files.createTempFile("pmc-", ".out");
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile()).start();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new RefusedException("%s did not end within %d s".formatted(command.get(0),
                        deadline.toSeconds()));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RefusedException("%s: %s".formatted(command.get(0), e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the PMC is shutting down");
        } finally {
            delete(output);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a file of a few bytes in /tmp
        }
    }
}
