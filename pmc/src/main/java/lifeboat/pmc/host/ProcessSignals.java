package lifeboat.pmc.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.pmc.CommandRefused;

/**
 * Stops a process before CRIU writes it down, and lets it go on. If CRIU is killed at that, the process's sockets are
 * left in repair mode, in which whatever it reads or writes fails: it must not run before they are out of it. A stopped
 * process is restored stopped, so one that was restored in part can be told from a whole one.
 */
public final class ProcessSignals {

    private final Programs programs;
    private final String repair;

    public ProcessSignals(Programs programs) {
        this.programs = programs;
        try (InputStream in = ProcessSignals.class.getResourceAsStream("repair.pl")) {
            repair = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop(long pid) throws CommandRefused {
        programs.run(List.of("kill", "-STOP", String.valueOf(pid)));
    }

    /** Does nothing to a process that runs. */
    public void goOn(long pid) throws CommandRefused {
        programs.run(List.of("kill", "-CONT", String.valueOf(pid)));
    }

    /** Takes its TCP sockets out of repair mode, if this kernel lets us; the process must go on in any case. */
    public void endRepair(long pid) throws CommandRefused {
        programs.attempt(List.of("perl", "-e", repair, String.valueOf(pid), "0"));
    }

    public boolean isStopped(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.anyMatch(line -> line.matches("State:\\s+T .*"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** With what it has started, without a word to its peers. Returns when nothing of it is left. */
    public void kill(ProcessHandle process) throws CommandRefused {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process)).toList();
        for (ProcessHandle one : all) {
            programs.attempt(List.of("kill", "-STOP", String.valueOf(one.pid())));
            programs.attempt(List.of("perl", "-e", repair, String.valueOf(one.pid()), "1"));
        }
        Programs.end(all);
    }
}
