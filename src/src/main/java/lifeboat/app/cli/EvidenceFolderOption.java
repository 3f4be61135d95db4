package lifeboat.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.record.MigrationRecord;
import picocli.CommandLine.Option;

/** Where the evidence is. */
class EvidenceFolderOption {

    @Option(names = "--evidence", defaultValue = ".lifeboat/data/" + EvidenceOptions.FOLDER, paramLabel = "FOLDER",
            description = "Where the controller keeps it (default: ${DEFAULT-VALUE}).")
    private Path folder;

    EvidenceFolder folder() throws EvidenceException {
        EvidenceFolder evidence = new EvidenceFolder(folder);
        if (!evidence.exists()) {
            throw new EvidenceException(("There is no evidence in %s: --evidence names the folder that the controller "
                    + "keeps it in.").formatted(folder));
        }
        return evidence;
    }

    /** What can be read of it; what cannot, 'lifeboat evidence verify' names. */
    Collection<MigrationRecord> migrations() throws EvidenceException, IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (byte[] line : folder().lines()) {
            try {
                entries.add(LogEntry.of(line));
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        return MigrationRecord.in(entries);
    }

    MigrationRecord migration(String id) throws EvidenceException, IOException {
        return migrations().stream().filter(migration -> migration.migration().equals(id)).findFirst()
                .orElseThrow(() -> new RequestRefused("There is no evidence of a migration %s in %s.".formatted(id,
                        folder)));
    }
}
