package lifeboat.pmc.criu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.host.Programs;
import lifeboat.pmc.host.Uptime;
import lifeboat.pmc.transfer.Image;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program that takes a process with its TCP connections out of the kernel into an image, and back. */
final class Criu {

    private static final Logger LOG = LoggerFactory.getLogger(Criu.class);
    private static final Duration LONGEST_RESTORE = Duration.ofSeconds(60);

    /** The TCP port for single pages. */
    private static final int PAGE_PORT = 7178;

    /** A file in the folder of an image whose connections are over. */
    private static final String CLOSED = "connections-closed";

    private static final Programs.Result NO_ANSWER = new Programs.Result(1, "no answer");

    private final Path program;
    private final Programs programs;

    /** @param program version 4.2 or later */
    Criu(Path program, Programs programs) {
        this.program = program;
        this.programs = programs;
    }

    /** @throws CommandRefused if the program is not there, or too old */
    void check() throws CommandRefused {
        String version = programs.run(List.of(program.toString(), "--version"));
        if (!version.matches("(?s).*Version: (4\\.([2-9]|\\d\\d)|[5-9]).*")) {
            throw new CommandRefused("%s is no CRIU 4.2 or later: %s".formatted(program, version.strip()));
        }
    }

    /** CRIU notes what this kernel can, which takes time once. */
    void warmUp() throws CommandRefused {
        programs.attempt(List.of(program.toString(), "check"));
    }

    /** The process is gone afterwards, and its connections are locked. */
    void dump(String process, long pid, Image image) throws CommandRefused {
        dump(process, pid, image, List.of());
    }

    /** The process runs on afterwards; it stands still only while it is written down. */
    void dumpAndLeaveRunning(String process, long pid, Image image) throws CommandRefused {
        dump(process, pid, image, List.of("--leave-running"));
    }

    private void dump(String process, long pid, Image image, List<String> more) throws CommandRefused {
        image.delete();
        create(image.folder());
        List<String> command = new ArrayList<>(List.of(program.toString(), "dump", "-t", String.valueOf(pid), "-D",
                image.folder().toString(), "--tcp-established", "--network-lock", "nftables", "-v1", "-o",
                "dump.log"));
        command.addAll(more);
        Programs.Result result = programs.attempt(command);
        if (!result.isSuccess()) {
            throw new CommandRefused("process %s cannot be frozen: %s".formatted(process,
                    reason(image.folder().resolve("dump.log"), result)));
        }
    }

    /** Until nothing that an earlier PMC has begun is at an image any more. A restore that never ends is ended. */
    void awaitEndOf(Image image) throws CommandRefused {
        Set<Long> restored = image.pids();
        for (ProcessHandle program : programs.awaitEnd(one -> isAt(image, one, " dump ")
                || isAt(image, one, " restore ") && !restored.contains(one.pid()))) {
            if (isAt(image, program, " dump ")) {
                throw new CommandRefused("PID %d is still at it: %s".formatted(program.pid(),
                        program.info().commandLine().orElse("")));
            }
            program.destroyForcibly();
        }
    }

    /** What a CRIU that was killed had started to help it, the processes it restored aside. */
    private static void endHelpers(Image image) {
        Set<Long> restored = image.pids();
        ProcessHandle.allProcesses().filter(one -> isAt(image, one, " restore ") && !restored.contains(one.pid()))
                .forEach(helper -> {
                    LOG.warn("PID {} has lost its CRIU: it is ended", helper.pid());
                    helper.destroyForcibly();
                });
    }

    /**
     * Processes that a CRIU has begun to restore: it was killed, and they would wait for it for ever. They have its
     * command line, or the service's already.
     */
    List<ProcessHandle> restoredInPart(Image image) {
        return image.pids().stream().flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(process -> isAt(image, process, " restore ") || isOfLastRestore(image, process)).toList();
    }

    private static Path beginning(Image image) {
        return image.folder().resolve("restore.begun.log");
    }

    private static void noteBeginning(Image image) throws CommandRefused {
        try {
            Files.writeString(beginning(image), String.valueOf(Uptime.now()));
        } catch (IOException e) {
            throw new CommandRefused("%s cannot be written: %s".formatted(beginning(image), e.getMessage()));
        }
    }

    /** Whether it was started while the last restore that did not end by itself may have been under way. */
    private static boolean isOfLastRestore(Image image, ProcessHandle process) {
        try {
            return Files.exists(beginning(image)) && Uptime.isStartOf(process.pid(),
                    Double.parseDouble(Files.readString(beginning(image))), LONGEST_RESTORE);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean isAt(Image image, ProcessHandle program, String what) {
        String command = program.info().commandLine().orElse("");
        return command.contains(" " + image.folder() + " ") && command.contains(what);
    }

    /**
     * Lets others fetch single pages of an image.
     *
     * @param address where, one of this server's
     * @return the program that serves them
     */
    Process servePages(String process, Image image, String address) throws CommandRefused {
        return serve(image, "serve", List.of("page-server", "--lazy-pages"), address, ":",
                "the pages of process %s cannot be served".formatted(process));
    }

    /**
     * Fetches pages for a process that is to be restored without them.
     *
     * @param address of the server that has them
     * @param afterwards what a shell does when that is over, with CRIU's exit code in {@code $code}
     * @return the program that does it, until it has them all; it fails if it cannot have them
     */
    Process fetchPages(String process, Image image, String address, String afterwards) throws CommandRefused {
        return serve(image, "fetch", List.of("lazy-pages", "--page-server"), address, afterwards,
                "the pages of process %s cannot be fetched from %s".formatted(process, address));
    }

    private Process serve(Image image, String log, List<String> what, String address, String afterwards,
            String otherwise) throws CommandRefused {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(what);
        command.addAll(List.of("--address", address, "--port", String.valueOf(PAGE_PORT), "-D",
                image.folder().toString(), "-v1", "-o", log + ".log"));
        return programs.serve(command, image.folder().resolve(log + ".ready.log"), afterwards)
                .orElseThrow(() -> new CommandRefused("%s: %s".formatted(otherwise,
                        reason(image.folder().resolve(log + ".log"), NO_ANSWER))));
    }

    /** The process is stopped afterwards, and its PID is in {@link #restoredPid}. */
    void restore(String process, Image image) throws CommandRefused {
        restore(process, image, List.of());
    }

    /** The PID of a process while it is being restored, and afterwards. */
    static Path restoredPid(Image image) {
        return image.folder().resolve("restored.pid.log");
    }

    /** While {@link #fetchPages} fetches its pages. */
    void restoreWithoutPages(String process, Image image) throws CommandRefused {
        restore(process, image, List.of("--lazy-pages"));
    }

    /** From now on, the process in the image is restored with its connections closed. */
    void closeConnections(Image image) throws CommandRefused {
        try {
            Files.writeString(image.folder().resolve(CLOSED), "");
        } catch (IOException e) {
            throw new CommandRefused("%s cannot be written: %s".formatted(image.folder().resolve(CLOSED),
                    e.getMessage()));
        }
    }

    private void restore(String process, Image image, List<String> more) throws CommandRefused {
        delete(restoredPid(image));
        noteBeginning(image);
        boolean closed = Files.exists(image.folder().resolve(CLOSED));
        List<String> command = new ArrayList<>(List.of(program.toString(), "restore", "-D",
                image.folder().toString(), closed ? "--tcp-close" : "--tcp-established", "-d", "-v1", "-o",
                "restore.log", "--pidfile", restoredPid(image).toString()));
        command.addAll(more);
        Programs.Result result = programs.attempt(command);
        if (result.isKilled()) {
            endHelpers(image);
        } else {
            delete(beginning(image));
        }
        if (!result.isSuccess()) {
            throw new CommandRefused("process %s cannot be restored: %s".formatted(process,
                    reason(image.folder().resolve("restore.log"), result)));
        }
    }

    private static String reason(Path log, Programs.Result result) {
        try {
            return Files.readAllLines(log).stream().filter(line -> line.contains("Error ("))
                    .filter(line -> !line.contains("rlimit")).map(String::strip).findFirst().orElse(result.lastLine());
        } catch (IOException e) {
            return result.lastLine();
        }
    }

    private static void delete(Path file) throws CommandRefused {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandRefused("%s cannot be replaced: %s".formatted(file, e.getMessage()));
        }
    }

    private static void create(Path folder) throws CommandRefused {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandRefused("%s cannot be created: %s".formatted(folder, e.getMessage()));
        }
    }
}
