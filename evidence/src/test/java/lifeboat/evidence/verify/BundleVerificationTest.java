package lifeboat.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.note.VerifierKey;
import lifeboat.evidence.record.EvidenceBundle;
import lifeboat.evidence.record.EvidenceBundle.ProvenEntry;
import lifeboat.evidence.record.MigrationRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported evidence of one migration, altered in each way. */
class BundleVerificationTest {

    @TempDir
    private Path temp;
    private EvidenceBundle bundle;

    @BeforeEach
    void export() throws Exception {
        bundle = bundle(temp.resolve("evidence"));
    }

    private static EvidenceBundle bundle(Path folder) throws Exception {
        EvidenceFolder evidence = new EvidenceFolder(WrittenEvidence.in(folder).path());
        List<LogEntry> entries = evidence.lines().stream().map(LogEntry::of).toList();
        MigrationRecord second = new ArrayList<>(MigrationRecord.in(entries)).get(1);
        return EvidenceBundle.parse(EvidenceBundle.of(evidence, second).json());
    }

    private List<String> faults(List<ProvenEntry> entries) throws EvidenceException {
        return BundleVerification.of(new EvidenceBundle(bundle.format(), bundle.migration(), bundle.verifierKey(),
                bundle.checkpoint(), null, 0, entries), Trust.inNothing()).faults();
    }

    @Test
    void isGoodAsItIs() throws Exception {
        assertThat(bundle.entries()).hasSize(WrittenEvidence.PER_MIGRATION);
        assertThat(faults(bundle.entries())).isEmpty();
    }

    @Test
    void findsAnAlteredEntryAndOneThatWasPutIn() throws Exception {
        List<ProvenEntry> entries = new ArrayList<>(bundle.entries());
        ProvenEntry third = entries.get(2);
        entries.set(2, new ProvenEntry(third.index(), third.line().replace("nagw", "l2sw"), third.proof()));
        entries.add(new ProvenEntry("21", third.line().replace("\"9\"", "\"21\""), third.proof()));

        assertThat(faults(entries)).containsExactly(
                "Entry 9 is not in the log that the checkpoint signs: it was altered, or put in.",
                "Entry 21 is not in the log that the checkpoint signs: it was altered, or put in.");
    }

    @Test
    void findsReorderedEntriesAndDoubledOnes() throws Exception {
        List<ProvenEntry> entries = new ArrayList<>(bundle.entries());
        Collections.swap(entries, 3, 4);
        entries.add(entries.get(6));

        assertThat(faults(entries)).containsExactly("Entry 10 stands behind entry 11: they were reordered.",
                "Entry 13 stands behind entry 13: they were reordered.");
    }

    @Test
    void findsEntriesOfAnotherMigrationAndWhatIsNone() throws Exception {
        EvidenceBundle other = new EvidenceBundle(bundle.format(), "7", bundle.verifierKey(), bundle.checkpoint(), null,
                0, bundle.entries().subList(0, 1));
        assertThat(BundleVerification.of(other, Trust.inNothing()).faults()).containsExactly(
                "Entry 7 is of migration 45035996273704972.");
        assertThat(faults(List.of(new ProvenEntry("x", "y", List.of("z"))))).singleElement().asString()
                .startsWith("Entry x cannot be checked");
    }

    @Test
    void findsAnotherKey() throws Exception {
        VerifierKey another = VerifierKey.parse(bundle(temp.resolve("another")).verifierKey());

        assertThat(BundleVerification.of(bundle, new Trust(Optional.of(another), List.of(), List.of())).faults())
                .singleElement().asString().contains("has not signed this checkpoint");
    }

    @Test
    void refusesWhatIsNoExportedEvidence() {
        assertThatThrownBy(() -> EvidenceBundle.parse("{}")).isInstanceOf(EvidenceException.class)
                .hasMessageStartingWith("This is no exported evidence");
        assertThatThrownBy(() -> EvidenceBundle.parse("[1")).isInstanceOf(EvidenceException.class)
                .hasMessageStartingWith("This is no exported evidence");
    }
}
