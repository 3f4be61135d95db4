package lifeboat.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import lifeboat.evidence.copy.CheckpointDestination;
import lifeboat.evidence.time.TimeStampAuthority;
import lifeboat.workers.evidence.EvidenceSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a controller does with evidence. */
class EvidenceOptions {

    /** The folder's name, in the controller's data. */
    static final String FOLDER = "evidence";

    @Option(names = "--evidence", paramLabel = "FOLDER", description = "Where the evidence of migrations is kept "
            + "(default: the folder 'evidence' in --data).")
    private Path folder;

    @Option(names = "--checkpoints-to", paramLabel = "URL", converter = Destination.class, description = "Where a copy "
            + "of each checkpoint of the evidence goes: file:/PATH, http://..., https://... or syslog://HOST:PORT. "
            + "May be given several times.")
    private List<URI> copies = List.of();

    @Option(names = "--time-stamps", paramLabel = "URL", converter = Authority.class,
            description = "A time stamp authority (RFC 3161), which says when each checkpoint was there.")
    private URI timeStamps;

    @Option(names = "--keep-evidence", paramLabel = "PERIOD", converter = Retention.class, description = "How long "
            + "evidence is kept, for example 90d, 24m or 7y (default: for ever). Hashes of it stay.")
    private Period retention;

    EvidenceSettings settings(Path data) {
        return new EvidenceSettings(folder == null ? data.resolve(FOLDER) : folder, copies,
                Optional.ofNullable(timeStamps), Optional.ofNullable(retention));
    }

    static final class Destination implements ITypeConverter<URI> {

        @Override
        public URI convert(String text) {
            try {
                URI address = URI.create(text);
                CheckpointDestination.of(address);
                return address;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class Authority implements ITypeConverter<URI> {

        @Override
        public URI convert(String text) {
            try {
                URI address = URI.create(text);
                new TimeStampAuthority(address);
                return address;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class Retention implements ITypeConverter<Period> {

        @Override
        public Period convert(String text) {
            if (!text.matches("[1-9]\\d{0,4}[dmy]")) {
                throw new TypeConversionException("'%s' is no period: 90d, 24m or 7y is expected.".formatted(text));
            }
            return Period.parse("P" + text.toUpperCase());
        }
    }
}
