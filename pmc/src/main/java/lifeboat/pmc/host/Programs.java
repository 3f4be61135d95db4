package lifeboat.pmc.host;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import lifeboat.pmc.CommandRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the server's own programs, each with a hard deadline. */
public final class Programs {

    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    /** An exit code above it tells of a signal. */
    private static final int SIGNALLED = 128;

    private final Duration deadline;

    public Programs(Duration deadline) {
        this.deadline = deadline;
    }

    /** What a program printed, to both streams, and how it ended. */
    public record Result(int exitCode, String output) {

        public boolean isSuccess() {
            return exitCode == 0;
        }

        /** By a signal: it had no time to clear up. */
        public boolean isKilled() {
            return exitCode > SIGNALLED;
        }

        public String lastLine() {
            return output.lines().reduce((a, b) -> b).orElse("exit code " + exitCode);
        }
    }

    /** @throws CommandRefused if the program cannot be started, fails, or does not end in time */
    public String run(List<String> command) throws CommandRefused {
        Result result = attempt(command);
        if (!result.isSuccess()) {
            throw new CommandRefused("%s: %s".formatted(command.get(0), result.lastLine()));
        }
        return result.output();
    }

    public Result attempt(List<String> command) throws CommandRefused {
        long start = System.nanoTime();
        Path output = null;
        try {
            output = Files.createTempFile("pmc-", ".out");
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile()).start();
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new CommandRefused("%s did not end within %d s".formatted(command.get(0),
                        deadline.toSeconds()));
            }
            LOG.info("{}: exit code {} ({} ms)", String.join(" ", command).lines().findFirst().orElse(""),
                    process.exitValue(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandRefused("%s: %s".formatted(command.get(0), e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the PMC is shutting down");
        } finally {
            delete(output);
        }
    }

    /**
     * Starts a program of CRIU's that serves until it is no longer needed, and returns when it does. It tells so on a
     * descriptor that Java cannot hand down, so a shell hands down a file.
     *
     * @param ready the file
     * @param afterwards what the shell does when the program has ended, with its exit code in {@code $code}
     * @return empty if it ended before
     */
    public Optional<Process> serve(List<String> command, Path ready, String afterwards) throws CommandRefused {
        List<String> shell = new ArrayList<>(List.of("sh", "-c",
                "ready=$1; shift; \"$@\" --status-fd 3 3>\"$ready\"; code=$?; " + afterwards, "serve",
                ready.toString()));
        shell.addAll(command);
        try {
            Process process = new ProcessBuilder(shell).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            long end = System.nanoTime() + deadline.toNanos();
            while (ready.toFile().length() == 0) {
                if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                    return Optional.empty();
                }
                if (System.nanoTime() > end) {
                    process.destroyForcibly().waitFor();
                    throw new CommandRefused("%s was not ready within %d s".formatted(command.get(0),
                            deadline.toSeconds()));
                }
            }
            return Optional.of(process);
        } catch (IOException e) {
            throw new CommandRefused("%s: %s".formatted(command.get(0), e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the PMC is shutting down");
        }
    }

    /** Waits for programs that another process has started. @return those that do not end in time */
    public List<ProcessHandle> awaitEnd(Predicate<ProcessHandle> programs) throws CommandRefused {
        List<ProcessHandle> running = ProcessHandle.allProcesses()
                .filter(one -> one.pid() != ProcessHandle.current().pid())
                .filter(programs).toList();
        long end = System.nanoTime() + deadline.toNanos();
        for (ProcessHandle program : running) {
            try {
                program.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandRefused("the PMC is shutting down");
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("PID {} is still at it: {}", program.pid(), program.info().commandLine().orElse(""));
            }
        }
        return running.stream().filter(ProcessHandle::isAlive).toList();
    }

    /** Ends processes at once, and returns when nothing of them is left. */
    public static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(one -> one.onExit().completeOnTimeout(null, 1, TimeUnit.SECONDS).join());
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
