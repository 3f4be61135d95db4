package lifeboat.pmc.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that holds the image of a process. */
public record Image(Path folder) {

    private static final Pattern CORE = Pattern.compile("core-(\\d+)\\.img");

    /** The files that make up the image, logs aside. */
    public List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> !isLog(file.toString())).sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(folder), e);
        }
    }

    /** The PIDs of the processes and threads in it. */
    public Set<Long> pids() {
        return files().stream().map(file -> CORE.matcher(file.getFileName().toString())).filter(Matcher::matches)
                .map(core -> Long.parseLong(core.group(1))).collect(Collectors.toSet());
    }

    /** Logs belong to the server they are on. */
    static boolean isLog(String name) {
        return name.endsWith(".log");
    }

    /** Its size in bytes; 0 if there is none. */
    public long bytes() {
        return files().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /** Deletes the folder and what is in it, if it is there. */
    public void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be deleted".formatted(folder), e);
        }
    }
}
