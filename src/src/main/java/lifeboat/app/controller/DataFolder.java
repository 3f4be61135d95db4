package lifeboat.app.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.evidence.log.OwnersFile;

/** Where a controller keeps its state and its log: for its owner's eyes only. */
public final class DataFolder {

    private DataFolder() {
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
