package lifeboat.connectors.definition;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The platforms there are definitions for: {@code definitions/PLATFORM.yaml} on the class path. */
public class DeviceDefinitions {

    private final ObjectMapper mapper = new ObjectMapper(new YAMLFactory())
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Map<String, DeviceDefinition> definitions = new ConcurrentHashMap<>();

    public boolean has(String platform) {
        return platform.matches("\\w+") && getClass().getResource(path(platform)) != null;
    }

    /** @throws IllegalArgumentException if there is no such definition, or it cannot be read */
    public DeviceDefinition get(String platform) {
        return definitions.computeIfAbsent(platform, this::load);
    }

    private DeviceDefinition load(String platform) {
        try (InputStream in = getClass().getResourceAsStream(path(platform))) {
            if (in == null) {
                throw new IllegalArgumentException("There is no device definition for platform '%s'"
                        .formatted(platform));
            }
            return mapper.readValue(in, DeviceDefinition.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("The device definition of platform '%s' cannot be read: %s"
                    .formatted(platform, e.getMessage()), e);
        }
    }

    private static String path(String platform) {
        return "/definitions/" + platform + ".yaml";
    }
}
