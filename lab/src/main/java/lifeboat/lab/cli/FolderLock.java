package lifeboat.lab.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A folder that one lab at a time writes to. It is free again when the process ends, however that is. */
final class FolderLock implements AutoCloseable {

    private static final String NAME = "lab.lock";

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /** @return empty if another lab has it */
    static Optional<FolderLock> of(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            return Optional.empty();
        }
        return Optional.of(new FolderLock(file));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
