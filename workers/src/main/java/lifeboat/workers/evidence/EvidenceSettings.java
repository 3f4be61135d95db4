package lifeboat.workers.evidence;

import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * What is done with evidence.
 *
 * @param folder where it is kept
 * @param copies where a copy of each checkpoint goes: {@code file:}, {@code http:}, {@code https:} or {@code syslog:}
 * @param timeStamps a time stamp authority (RFC 3161)
 * @param retention how long it is kept; if empty, for ever
 */
public record EvidenceSettings(Path folder, List<URI> copies, Optional<URI> timeStamps, Optional<Period> retention) {

    public EvidenceSettings {
        copies = List.copyOf(copies);
    }

    /** Kept for ever, and nothing is sent away. */
    public static EvidenceSettings in(Path folder) {
        return new EvidenceSettings(folder, List.of(), Optional.empty(), Optional.empty());
    }
}
