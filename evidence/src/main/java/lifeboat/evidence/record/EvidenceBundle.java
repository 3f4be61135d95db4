package lifeboat.evidence.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.note.Checkpoint;
import lifeboat.evidence.note.NoteException;
import lifeboat.evidence.tree.GrowingTree;
import lifeboat.evidence.tree.InclusionProof;
import lifeboat.evidence.tree.TreeHash;

/**
 * The evidence of one migration, for whoever has nothing else of the log: its entries, and for each of them the proof
 * that it is in the tree that a checkpoint signs.
 *
 * @param checkpoint a signed note
 * @param timeStamp an RFC 3161 response for the note, base64; null if there is none
 * @param withoutCheckpoint how many later entries of the migration the checkpoint does not cover yet; they are not here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvidenceBundle(String format, String migration, String verifierKey, String checkpoint, String timeStamp,
        int withoutCheckpoint, List<ProvenEntry> entries) {

    public static final String FORMAT = "lifeboat-evidence-1";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /**
     * @param index its place in the log
     * @param line the entry, exactly as it stands in the log
     * @param proof the hashes beside its way to the root (RFC 9162), base64
     */
    public record ProvenEntry(String index, String line, List<String> proof) {
    }

    public EvidenceBundle {
        entries = entries == null ? List.of() : List.copyOf(entries);
    }

    /** @throws EvidenceException if there is nothing of this migration, or no checkpoint that covers it */
    public static EvidenceBundle of(EvidenceFolder folder, MigrationRecord migration) throws EvidenceException,
            IOException {
        List<Path> notes = folder.notes();
        if (notes.isEmpty()) {
            throw new EvidenceException("There is no checkpoint in %s yet.".formatted(folder.path()));
        }
        Path note = notes.get(notes.size() - 1);
        String signed = Files.readString(note);
        Checkpoint checkpoint = checkpoint(folder, signed);
        int size = Math.toIntExact(checkpoint.size());
        List<TreeHash> noted = folder.savedHashes();
        List<TreeHash> leaves = EvidenceFolder.leaves(folder.lines(), noted);
        if (size > leaves.size()) {
            throw new EvidenceException("The log in %s was cut off: see 'lifeboat evidence verify'.".formatted(
                    folder.path()));
        }
        List<TreeHash> covered = leaves.subList(0, size);
        requireHeld(folder, checkpoint, covered);
        List<ProvenEntry> entries = new ArrayList<>();
        int later = 0;
        for (LogEntry entry : migration.entries()) {
            if (entry.index() >= size) {
                later++;
                continue;
            }
            entries.add(new ProvenEntry(String.valueOf(entry.index()), new String(entry.line(),
                    StandardCharsets.UTF_8), InclusionProof.of((int) entry.index(), covered).path().stream()
                            .map(TreeHash::base64).toList()));
        }
        Path stamp = EvidenceFolder.timeStampOf(note);
        return new EvidenceBundle(FORMAT, migration.migration(), folder.verifierKey().toString(), signed,
                Files.exists(stamp) ? Base64.getEncoder().encodeToString(Files.readAllBytes(stamp)) : null, later,
                entries);
    }

    /** Proofs of what is not as it was written would lead nowhere. */
    private static void requireHeld(EvidenceFolder folder, Checkpoint checkpoint, List<TreeHash> covered)
            throws EvidenceException {
        GrowingTree tree = new GrowingTree();
        covered.forEach(tree::add);
        if (!tree.root().equals(checkpoint.root())) {
            throw new EvidenceException("The log in %s is not as it was written: see 'lifeboat evidence verify'."
                    .formatted(folder.path()));
        }
    }

    private static Checkpoint checkpoint(EvidenceFolder folder, String note) throws EvidenceException, IOException {
        try {
            return Checkpoint.verified(note, folder.verifierKey());
        } catch (NoteException e) {
            throw new EvidenceException("The last checkpoint in %s: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    /** @throws EvidenceException if it is none */
    public static EvidenceBundle parse(String json) throws EvidenceException {
        try {
            EvidenceBundle bundle = MAPPER.readValue(json, EvidenceBundle.class);
            if (bundle == null || !FORMAT.equals(bundle.format())) {
                throw new EvidenceException("This is no exported evidence: its format is '%s', and not '%s'.".formatted(
                        bundle == null ? "" : bundle.format(), FORMAT));
            }
            if (bundle.entries().isEmpty() || bundle.migration() == null || bundle.verifierKey() == null
                    || bundle.checkpoint() == null || bundle.entries().stream().anyMatch(entry -> entry.index() == null || entry.line() == null
                            || entry.proof() == null)) {
                throw new EvidenceException("This is no exported evidence: something of it is missing.");
            }
            return bundle;
        } catch (JsonProcessingException e) {
            throw new EvidenceException("This is no exported evidence: its JSON cannot be read as such at %s."
                    .formatted(e.getLocation() == null ? "its beginning" : "line %d, column %d".formatted(
                            e.getLocation().getLineNr(), e.getLocation().getColumnNr())), e);
        }
    }

    public String json() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
