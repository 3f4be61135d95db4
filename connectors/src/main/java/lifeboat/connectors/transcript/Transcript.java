package lifeboat.connectors.transcript;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lifeboat.connectors.yaml.YamlReader;

/** A recorded session with a device, as a YAML file. Secrets are not in it: three stars stand for each. */
public record Transcript(String platform, List<Exchange> exchanges) {

    public Transcript {
        if (exchanges == null || exchanges.isEmpty()
                || exchanges.stream().anyMatch(e -> e == null || (e.sent() == null) == (e.received() == null))) {
            throw new IllegalArgumentException("it needs exchanges, each either 'sent' or 'received'");
        }
        exchanges = List.copyOf(exchanges);
    }

    /** @throws IllegalArgumentException if it is no transcript, in one sentence */
    public static Transcript read(Path file) throws IOException {
        return new YamlReader().read("The transcript " + file, Files.readAllBytes(file), Transcript.class);
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.SPLIT_LINES))
                .writeValueAsString(this));
    }
}
