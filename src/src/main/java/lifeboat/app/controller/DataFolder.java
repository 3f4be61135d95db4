package lifeboat.app.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Where a controller keeps its state and its log: for its owner's eyes only. */
public final class DataFolder {

    private DataFolder() {
    }

    /** Makes it if it is not there. What an earlier version left in it readable by others is not any more. */
    public static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("engine\\..*db|lifeboat\\.log.*")).toList();
        }
        for (Path file : files) {
            ownersOnly(file);
        }
    }

    private static void ownersOnly(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** A file for its owner only, whole or not at all, on the disk when this returns. */
    static void write(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part);
        ownersOnly(part);
        Files.writeString(part, content, StandardOpenOption.SYNC);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
