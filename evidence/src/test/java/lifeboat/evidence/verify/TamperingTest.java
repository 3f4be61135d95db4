package lifeboat.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.EvidenceLog;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.note.VerifierKey;
import lifeboat.evidence.record.EvidenceBundle;
import lifeboat.evidence.record.MigrationRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to the files of a log is found, and named. */
class TamperingTest {

    @TempDir
    private Path temp;
    private WrittenEvidence log;

    @BeforeEach
    void writeALog() throws EvidenceException {
        log = WrittenEvidence.in(temp.resolve("evidence"));
    }

    @Test
    void findsNothingInAHealthyLog() throws Exception {
        Verdict verdict = LogVerification.of(new EvidenceFolder(log.path()), Trust.inNothing());

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.facts()).anySatisfy(fact -> assertThat(fact).contains("21 entries, 4 checkpoints"));
    }

    @Test
    void findsAnAlteredEntry() throws Exception {
        log.replace(9, "vlan 2", "vlan 9");

        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).startsWith("Entry 9 was altered"));
        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).contains("000000000014.note does not hold"));
    }

    @Test
    void findsAnAlteredEntryWhoseHashWasAlteredAsWell() throws Exception {
        List<String> entries = log.entries();
        entries.set(9, entries.get(9).replace("vlan 2", "vlan 9"));
        log.writeWithHashes(entries);

        assertThat(log.faults()).containsExactly(
                "Checkpoint 000000000014.note does not hold: one of the first 14 entries, behind the first 7, is not "
                        + "as it was written.",
                "Checkpoint 000000000021.note does not hold: one of the first 21 entries, behind the first 7, is not "
                        + "as it was written.");
    }

    @Test
    void findsAnEntryThatIsWrittenInAnotherWay() throws Exception {
        log.replace(3, "{\"index\"", "{ \"index\"");

        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).isEqualTo(
                "Entry 3 was altered: it is not written as canonical JSON."));
    }

    @Test
    void findsADroppedEntry() throws Exception {
        List<String> entries = log.entries();
        entries.remove(5);
        log.write(entries);

        assertThat(log.faults()).contains("Entry 5 is missing.");
    }

    @Test
    void findsADroppedEntryWhoseHashWasDroppedAsWell() throws Exception {
        List<String> entries = log.entries();
        entries.remove(5);
        log.writeWithHashes(entries);

        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).isEqualTo(
                "Line 6 has entry 6: entries were removed, put in or reordered."));
    }

    @Test
    void findsEntriesThatWereEmptied() throws Exception {
        List<String> entries = log.entries();
        entries.set(4, "");
        log.write(entries);

        assertThat(log.faults()).containsExactly("Entry 4 was removed: its line is empty, and the log does not say "
                + "that it was forgotten.");
    }

    @Test
    void findsReorderedEntries() throws Exception {
        log.swap(8, 12);

        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).contains("they were reordered"));
    }

    @Test
    void findsAnEntryThatWasPutIn() throws Exception {
        List<String> entries = log.entries();
        entries.add(10, entries.get(10).replace("vlan 2", "vlan 7"));
        log.write(entries);

        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).startsWith("Entry 10 was altered"));
        assertThat(log.faults()).anySatisfy(fault -> assertThat(fault).contains("Checkpoint 000000000014.note"));
    }

    @Test
    void findsADoubledEntry() throws Exception {
        List<String> entries = log.entries();
        entries.add(11, entries.get(10));
        log.write(entries);

        assertThat(log.faults()).contains("Line 12 has entry 10 a second time.");
    }

    @Test
    void findsThatTheLogWasCutOff() throws Exception {
        log.write(log.entries().subList(0, 16));

        assertThat(log.faults()).contains("Entries 16 to 20 are missing.",
                "Checkpoint 000000000021.note was made of 21 entries, and there are 16: the log was cut off.");
    }

    @Test
    void findsThatTheLogWasCutOffWithItsCheckpointsIfOneWasSentAway() throws Exception {
        String sentAway = Files.readString(log.note(21));
        log.writeWithHashes(log.entries().subList(0, 14));
        Files.delete(log.note(21));

        assertThat(log.faults()).isEmpty();
        assertThat(log.faults(new Trust(Optional.empty(), List.of("syslog: " + sentAway.replace("\n", "\\n")),
                List.of()))).containsExactly(
                "The checkpoint that was sent away was made of 21 entries, and there are 14: the log was cut off.");
    }

    @Test
    void findsALogThatWasWrittenAnewWithAnotherKey() throws Exception {
        VerifierKey known = new EvidenceFolder(log.path()).verifierKey();
        WrittenEvidence forged = WrittenEvidence.in(temp.resolve("forged"));

        assertThat(forged.faults()).isEmpty();
        assertThat(forged.faults(new Trust(Optional.of(known), List.of(), List.of()))).hasSize(5)
                .filteredOn(fault -> fault.contains("has not signed this checkpoint")).hasSize(4);
    }

    @Test
    void findsAnAlteredCheckpoint() throws Exception {
        alter(log.note(14), "\n14\n", "\n13\n");

        assertThat(log.faults()).singleElement().asString().startsWith("Checkpoint 000000000014.note: The key")
                .endsWith("has not signed this checkpoint.");
    }

    @Test
    void findsAnAlteredSignature() throws Exception {
        String note = Files.readString(log.note(7));
        int end = note.lastIndexOf(' ') + 20;
        Files.writeString(log.note(7), note.substring(0, end) + (note.charAt(end) == 'A' ? 'B' : 'A')
                + note.substring(end + 1));

        assertThat(log.faults()).singleElement().asString().contains("000000000007.note", "has not signed");
    }

    @Test
    void findsAnAlteredHash() throws Exception {
        Path hashes = log.path().resolve("hashes");
        List<String> lines = Files.readAllLines(hashes);
        Collections.swap(lines, 2, 3);
        Files.writeString(hashes, String.join("\n", lines) + "\n");

        assertThat(log.faults()).hasSize(2).allSatisfy(fault -> assertThat(fault).startsWith("The hash of entry "));
    }

    @Test
    void findsNothingToBelieveWhereTheEntriesAreGone() throws Exception {
        log.write(List.of());

        assertThat(log.faults()).contains("Entries 0 to 20 are missing.");
    }

    private static void alter(Path file, String what, String by) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }

    /** The line is not under any checkpoint: anybody could have added it. */
    @Test
    void findsEntriesThatWereEmptiedAndSaidToBeForgotten() throws Exception {
        List<String> entries = log.entries();
        entries.set(0, "");
        entries.add(new String(new LogEntry(21, Instant.parse("2026-11-28T00:00:00Z"), null, EntryKind.FORGOTTEN,
                Map.of("before", "2026-11-27T00:00:00Z", "entries", 1000), null).line(), StandardCharsets.UTF_8));
        log.write(entries);

        assertThat(log.faults()).containsExactly("Entry 0 was removed: its line is empty, and the log does not say "
                + "that it was forgotten.");
    }

    /** Whoever has no key can remove checkpoints, and write what he likes then. */
    @Test
    void findsCheckpointsThatWereRemoved() throws Exception {
        log.replace(9, "vlan 2", "vlan 9");
        Files.delete(log.path().resolve("hashes"));
        for (int size : List.of(0, 7, 14, 21)) {
            Files.delete(log.note(size));
        }

        assertThat(log.faults()).containsExactly(
                "There is no checkpoint, and a log has one from its beginning: they were removed.");
    }

    @Test
    void aControllerDoesNotGoOnWithALogWithoutCheckpoints() throws Exception {
        for (int size : List.of(0, 7, 14, 21)) {
            Files.delete(log.note(size));
        }
        EvidenceLog.open(log.path(), "lifeboat/test", Clock.systemUTC()).close();

        assertThat(log.faults()).hasSize(1).allSatisfy(fault -> assertThat(fault).contains("was set aside in"));
    }

    @Test
    void findsAnEndOfAMigrationThatNoCheckpointFollowed() throws Exception {
        Clock hourAgo = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        try (EvidenceLog later = EvidenceLog.open(log.path(), "lifeboat/test", hourAgo)) {
            later.append("5", EntryKind.COMMAND, Map.of());
            later.append("5", EntryKind.HISTORY, Map.of());
        }

        assertThat(log.faults()).hasSize(1).allSatisfy(fault -> assertThat(fault).startsWith("Entry 22, of ")
                .contains("ends migration 5, and no checkpoint covers it"));
    }

    /** What a migration that goes on has written so far is no fault, but nothing proves it either. */
    @Test
    void saysHowManyEntriesNothingProves() throws Exception {
        try (EvidenceLog later = EvidenceLog.open(log.path(), "lifeboat/test", Clock.systemUTC())) {
            later.append("5", EntryKind.COMMAND, Map.of());
        }
        Verdict verdict = LogVerification.of(new EvidenceFolder(log.path()), Trust.inNothing());

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.unsigned()).isEqualTo(1);
    }

    /** They were signed then, whatever stood there. */
    @Test
    void aControllerThatGoesOnSaysWhatItFoundUnsigned() throws Exception {
        try (EvidenceLog later = EvidenceLog.open(log.path(), "lifeboat/test", Clock.systemUTC())) {
            later.append("5", EntryKind.COMMAND, Map.of());
        }
        EvidenceLog.open(log.path(), "lifeboat/test", Clock.systemUTC()).close();

        assertThat(log.entries().get(22)).contains("\"kind\":\"unsigned\"", "\"from\":21,\"to\":21");
    }

    @Test
    void tellsAnAlteredHashFromAnAlteredEntry() throws Exception {
        List<String> hashes = Files.readAllLines(log.path().resolve("hashes"));
        hashes.set(6, hashes.get(7));
        Files.write(log.path().resolve("hashes"), hashes);

        assertThat(log.faults()).containsExactly("The hash of entry 6, beside the log, is not that of the entry, which "
                + "is as it was written.");
    }

    @Test
    void findsAnotherKeyForOpenssl() throws Exception {
        Files.writeString(log.path().resolve("public-key.pem"), "another");

        assertThat(log.faults()).hasSize(1).allSatisfy(fault -> assertThat(fault).startsWith("public-key.pem is not"));
    }

    @Test
    void findsThatTheEntriesAreGone() throws Exception {
        Files.delete(log.entriesFile());

        assertThat(log.faults()).isNotEmpty().anySatisfy(fault -> assertThat(fault).contains("the log was cut off"));
    }

    @Test
    void exportsNothingOfALogThatIsNotAsItWasWritten() throws Exception {
        log.replace(9, "vlan 2", "vlan 9");
        EvidenceFolder folder = new EvidenceFolder(log.path());
        MigrationRecord record = MigrationRecord.in(folder.lines().stream().map(LogEntry::of).toList()).iterator()
                .next();

        assertThatThrownBy(() -> EvidenceBundle.of(folder, record)).isInstanceOf(EvidenceException.class)
                .hasMessageContaining("is not as it was written");
    }
}
