package lifeboat.evidence.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read, where the file system knows owners. */
public final class OwnersFile {

    private OwnersFile() {
    }

    /** Whole or not at all, and on the disk when this returns. */
    public static void write(Path file, byte[] content) throws IOException {
        Path part = emptyPart(file);
        Files.write(part, content, StandardOpenOption.SYNC);
        replace(part, file);
    }

    /** The same. */
    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** What is to become the file. */
    static Path emptyPart(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part);
        hide(part);
        return part;
    }

    static void replace(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** From everybody else. */
    public static void hide(Path file) throws IOException {
        permit(file, "rw-------");
    }

    static void hideFolder(Path folder) throws IOException {
        permit(folder, "rwx------");
    }

    private static void permit(Path file, String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }
}
