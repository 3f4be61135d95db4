package lifeboat.trial.attack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of the controller's own, which can be filled. As root. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;

    private final Path folder;

    /** @param folder where it is mounted */
    SmallDisk(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", folder.toString());
    }

    Path folder() {
        return folder;
    }

    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler())) {
            byte[] block = new byte[BLOCK];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!Files.exists(filler())) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("'%s' failed; it needs root".formatted(String.join(" ", command)));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
