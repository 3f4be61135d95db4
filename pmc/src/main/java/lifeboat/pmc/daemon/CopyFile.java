package lifeboat.pmc.daemon;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import lifeboat.pmc.CopyStore;

/** The copies in a JSON file that is replaced as a whole. It outlives the daemon, not the server: nor do the copies. */
final class CopyFile implements CopyStore {

    private static final TypeReference<Map<String, Entry>> ENTRIES = new TypeReference<>() { };

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();

    CopyFile(Path file) {
        this.file = file;
    }

    @Override
    public Map<String, Entry> load() {
        try {
            return Files.exists(file) ? mapper.readValue(file.toFile(), ENTRIES) : Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void save(Map<String, Entry> copies) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            mapper.writeValue(next.toFile(), copies);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
