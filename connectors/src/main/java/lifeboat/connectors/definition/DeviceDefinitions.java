package lifeboat.connectors.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.connectors.yaml.YamlReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platforms there are definitions for. {@code NAME.yaml} is a definition in scrapli's format; beside it,
 * {@code NAME.operations.yaml} says what the operations of our roles are. They are looked for in the operator's folder
 * first, then among those that come with Lifeboat.
 */
public class DeviceDefinitions {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceDefinitions.class);
    private static final String DEFINITION = ".yaml";
    private static final String OPERATIONS = ".operations.yaml";

    private final YamlReader yaml = new YamlReader();
    private final Map<String, Platform> platforms = new ConcurrentHashMap<>();
    private final Path folder;

    /** Those that come with Lifeboat. */
    public DeviceDefinitions() {
        this(null);
    }

    /** @param folder the operator's definitions; null or missing if there are none */
    public DeviceDefinitions(Path folder) {
        this.folder = folder;
    }

    /** With the operator's definitions in the folder {@code definitions} beside the inventory. */
    public static DeviceDefinitions beside(Path inventory) {
        return new DeviceDefinitions(inventory.toAbsolutePath().resolveSibling("definitions"));
    }

    public boolean has(String platform) {
        try {
            return platform.matches("\\w+") && bytes(platform + DEFINITION).isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /** @throws IllegalArgumentException if there is no such platform, or its files cannot be read; in one sentence */
    public Platform get(String name) {
        return platforms.computeIfAbsent(name, this::load);
    }

    /**
     * Where an operation is written down, as {@code FILE:LINE}.
     *
     * @param section {@code operations} or {@code netconf}
     */
    public String placeOf(String platform, String section, String operation) {
        String file = platform + OPERATIONS;
        try {
            int line = bytes(file).map(content -> yaml.lineOf(content, section, operation)).orElse(0);
            return line > 0 ? file + ":" + line : file;
        } catch (IOException e) {
            return file;
        }
    }

    /** A definition that is not in any folder yet, with the operations beside it if there are any. */
    public Platform read(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        try {
            Path operations = file.resolveSibling(name + OPERATIONS);
            return platform(name, file.toString(), Files.readAllBytes(file),
                    Files.exists(operations) ? Optional.of(Files.readAllBytes(operations)) : Optional.empty());
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private Platform load(String name) {
        try {
            byte[] definition = bytes(name + DEFINITION).orElseThrow(() -> new IllegalArgumentException(
                    "There is no device definition for platform '%s'".formatted(name)));
            return platform(name, name + DEFINITION, definition, bytes(name + OPERATIONS));
        } catch (IOException e) {
            throw unreadable(name + DEFINITION, e);
        }
    }

    private Platform platform(String name, String file, byte[] definition, Optional<byte[]> operations) {
        DeviceDefinition read = yaml.read("The device definition " + file, definition, DeviceDefinition.class);
        Platform.Ours ours = operations.map(bytes -> yaml.read("The device definition " + name + OPERATIONS, bytes,
                Platform.Ours.class))
                .orElse(Platform.Ours.NONE);
        read.warnings().forEach(warning -> LOG.warn("The device definition {}: {}", file, warning));
        try {
            return ours.with(name, read);
        } catch (IllegalArgumentException e) {
            throw unreadable(name + OPERATIONS, e);
        }
    }

    private Optional<byte[]> bytes(String file) throws IOException {
        if (folder != null && Files.exists(folder.resolve(file))) {
            return Optional.of(Files.readAllBytes(folder.resolve(file)));
        }
        try (InputStream in = getClass().getResourceAsStream("/definitions/" + file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    private static IllegalArgumentException unreadable(String file, Exception e) {
        return new IllegalArgumentException("The device definition %s cannot be read: %s.".formatted(file,
                e.getMessage()), e);
    }
}
