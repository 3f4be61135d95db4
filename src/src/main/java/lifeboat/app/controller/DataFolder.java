package lifeboat.app.controller;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.evidence.log.OwnersFile;

/** Where a controller keeps its state and its log: for its owner's eyes only. */
public final class DataFolder {

    private DataFolder() {
    }

    /** Nobody else has the folder until it is closed. */
    public record Lock(FileChannel file) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Empty if another controller has it. */
    public static Optional<Lock> lock(Path folder) throws IOException {
        Path name = folder.resolve("controller-lock");
        FileChannel file = FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OwnersFile.hide(name);
        try {
            if (file.tryLock() != null) {
                return Optional.of(new Lock(file));
            }
        } catch (OverlappingFileLockException e) {
            file.close();
            return Optional.empty();
        }
        file.close();
        return Optional.empty();
    }

    /** Makes it if it is not there. What an earlier version left in it readable by others is not any more. */
    public static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString()
                    .matches("engine\\..*db|lifeboat\\.log.*")).toList();
        }
        for (Path file : files) {
            OwnersFile.hide(file);
        }
    }
}
