package lifeboat.pmc.daemon;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.CopyRecord;
import lifeboat.pmc.CopyStore;

/**
 * One JSON file for each process, replaced as a whole, in a folder that outlives the server. A record that was saved is
 * on the disk: the file and its name in the folder are flushed.
 */
final class RecordFiles implements CopyStore {

    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new SimpleModule()
            .addSerializer(Duration.class, ToStringSerializer.instance)
            .addDeserializer(Duration.class, new FromStringDeserializer<Duration>(Duration.class) {
                @Override
                protected Duration _deserialize(String text, DeserializationContext context) {
                    return Duration.parse(text);
                }
            }));

    private static final String RECORD = ".json";

    private final Path folder;

    RecordFiles(Path folder) {
        this.folder = folder;
    }

    private Path file(String process) {
        return folder.resolve(process + RECORD);
    }

    @Override
    public Set<String> processes() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(RECORD))
                    .map(name -> name.substring(0, name.length() - RECORD.length())).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    @Override
    public Optional<CopyRecord> load(String process) {
        Path file = file(process);
        try {
            return Files.exists(file) ? Optional.of(MAPPER.readValue(file.toFile(), CopyRecord.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void save(String process, CopyRecord copy) throws CommandRefused {
        Path file = file(process);
        Path next = folder.resolve(process + ".next");
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(MAPPER.writeValueAsBytes(copy));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(folder)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw new CommandRefused("the record of process %s cannot be written: %s".formatted(
                    process, e.getMessage()));
        }
    }
}
