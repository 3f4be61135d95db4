package lifeboat.evidence.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.EvidenceLog;
import lifeboat.evidence.tree.TreeHash;

/** A log of three migrations, each with a checkpoint, to be tampered with. */
final class WrittenEvidence {

    static final int ENTRIES = 21;
    static final int PER_MIGRATION = 7;

    private final Path folder;

    private WrittenEvidence(Path folder) {
        this.folder = folder;
    }

    static WrittenEvidence in(Path folder) throws EvidenceException {
        try (EvidenceLog log = EvidenceLog.open(folder, "lifeboat/test", Clock.systemUTC())) {
            for (int migration = 1; migration <= ENTRIES / PER_MIGRATION; migration++) {
                for (int entry = 0; entry < PER_MIGRATION; entry++) {
                    log.append("4503599627370497" + migration, EntryKind.COMMAND, Map.of("device", "nagw",
                            "command", "set vlan %d of group %d".formatted(migration, entry)));
                }
                log.checkpoint();
            }
        }
        return new WrittenEvidence(folder);
    }

    Path path() {
        return folder;
    }

    Path entriesFile() {
        return folder.resolve("entries.jsonl");
    }

    Path note(int size) {
        return folder.resolve("checkpoints").resolve("%012d.note".formatted(size));
    }

    List<String> entries() throws IOException {
        return new ArrayList<>(Files.readAllLines(entriesFile()));
    }

    void write(List<String> entries) throws IOException {
        Files.writeString(entriesFile(), entries.isEmpty() ? "" : String.join("\n", entries) + "\n");
    }

    /** What somebody does who has read how the log is made. */
    void writeWithHashes(List<String> entries) throws IOException {
        write(entries);
        StringBuilder hashes = new StringBuilder();
        entries.forEach(line -> hashes.append(TreeHash.ofLeaf(line.getBytes(StandardCharsets.UTF_8)).base64())
                .append('\n'));
        Files.writeString(folder.resolve("hashes"), hashes);
    }

    void swap(int one, int other) throws IOException {
        List<String> entries = entries();
        Collections.swap(entries, one, other);
        write(entries);
    }

    void replace(int index, String what, String by) throws IOException {
        List<String> entries = entries();
        entries.set(index, entries.get(index).replace(what, by));
        write(entries);
    }

    List<String> faults() throws EvidenceException {
        return faults(Trust.inNothing());
    }

    List<String> faults(Trust trust) throws EvidenceException {
        return LogVerification.of(new EvidenceFolder(folder), trust).faults();
    }
}
