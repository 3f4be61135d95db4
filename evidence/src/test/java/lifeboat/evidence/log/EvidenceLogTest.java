package lifeboat.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lifeboat.evidence.verify.LogVerification;
import lifeboat.evidence.verify.Trust;
import lifeboat.evidence.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceLogTest {

    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");

    @TempDir
    private Path temp;

    private EvidenceLog open(Instant now) throws EvidenceException {
        return EvidenceLog.open(temp, "lifeboat/test", Clock.fixed(now, ZoneOffset.UTC));
    }

    private void write(int entries) throws EvidenceException {
        try (EvidenceLog log = open(NOW)) {
            for (int i = 0; i < entries; i++) {
                log.append("1", EntryKind.COMMAND, Map.of("n", i));
            }
            log.checkpoint();
        }
    }

    private Verdict verdict() throws EvidenceException {
        return LogVerification.of(new EvidenceFolder(temp), Trust.inNothing());
    }

    private List<LogEntry> entries() throws IOException {
        return new EvidenceFolder(temp).lines().stream().filter(line -> line.length > 0).map(LogEntry::of).toList();
    }

    @Test
    void writesCanonicalJsonWithLargeNumbersAsTexts() throws Exception {
        try (EvidenceLog log = open(NOW)) {
            log.append("2251799813685249", EntryKind.REQUESTED, Map.of("key", 9007199254740993L, "a", 1.50,
                    "text", "\u20ac \ud83d\ude00 \ud800"));
        }

        assertThat(Files.readAllLines(temp.resolve("entries.jsonl"))).containsExactly(
                "{\"index\":\"0\",\"kind\":\"requested\",\"migration\":\"2251799813685249\","
                        + "\"time\":\"2026-11-28T03:00:00Z\",\"what\":{\"a\":1.5,\"key\":\"9007199254740993\","
                        + "\"text\":\"\u20ac \ud83d\ude00 \ufffd\"}}");
    }

    @Test
    void goesOnWhereItWas() throws Exception {
        write(3);
        write(4);

        assertThat(verdict().faults()).isEmpty();
        assertThat(entries()).hasSize(7);
        assertThat(entries().get(6).index()).isEqualTo(6);
    }

    @Test
    void cutsOffWhatWasBegunWhenTheControllerWasKilled() throws Exception {
        write(3);
        Files.writeString(temp.resolve("entries.jsonl"), "{\"index\":\"3\",\"ki", StandardOpenOption.APPEND);
        Files.writeString(temp.resolve("hashes"), "abc", StandardOpenOption.APPEND);

        write(1);

        assertThat(verdict().faults()).isEmpty();
        assertThat(entries().get(3).kind()).isEqualTo(EntryKind.CUT);
        assertThat(entries()).hasSize(5);
    }

    @Test
    void goesOnWhenTheControllerWasKilledBetweenAnEntryAndItsHash() throws Exception {
        write(3);
        Files.writeString(temp.resolve("hashes"), String.join("\n", Files.readAllLines(temp.resolve("hashes"))
                .subList(0, 2)) + "\n");

        write(1);

        assertThat(verdict().faults()).isEmpty();
        assertThat(entries()).hasSize(4);
    }

    @Test
    void setsAsideALogThatWasAltered() throws Exception {
        write(3);
        Path file = temp.resolve("entries.jsonl");
        Files.writeString(file, Files.readString(file).replace("\"n\":1", "\"n\":7"));

        write(1);

        assertThat(entries()).extracting(LogEntry::kind).containsExactly(EntryKind.SET_ASIDE, EntryKind.COMMAND);
        assertThat(verdict().faults()).singleElement().asString().contains("set aside in set-aside-2026-11-28T030000Z");
        assertThat(Files.readString(temp.resolve("set-aside-2026-11-28T030000Z/entries.jsonl"))).contains("\"n\":7");
    }

    @Test
    void refusesASecondWriter() throws Exception {
        try (EvidenceLog log = open(NOW)) {
            assertThatThrownBy(() -> open(NOW)).isInstanceOf(EvidenceException.class)
                    .hasMessageContaining("Another controller writes the evidence in " + temp);
            log.append("1", EntryKind.COMMAND, Map.of());
        }
        write(1);
        assertThat(verdict().faults()).isEmpty();
    }

    @Test
    void doesNotGoOnWithoutItsKey() throws Exception {
        write(1);
        Files.delete(temp.resolve("signing-key.pem"));

        assertThatThrownBy(() -> open(NOW)).isInstanceOf(EvidenceException.class)
                .hasMessageContaining("signing-key.pem is missing").hasMessageContaining("Put the key back");
    }

    @Test
    void isReadByItsOwnerOnly() throws Exception {
        write(1);

        try (Stream<Path> files = Files.walk(temp)) {
            assertThat(files.filter(file -> !Files.isDirectory(file)).toList()).hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp))).isEqualTo("rwx------");
    }

    @Test
    void forgetsWhatIsOldAndKeepsItsHashes() throws Exception {
        try (EvidenceLog log = open(NOW.minus(Duration.ofDays(900)))) {
            log.append("1", EntryKind.COMMAND, Map.of("n", "old"));
            log.append("1", EntryKind.COMMAND, Map.of("n", "as old"));
            log.checkpoint();
        }
        write(2);
        try (EvidenceLog log = open(NOW)) {
            assertThat(log.forget(NOW.minus(Duration.ofDays(800)))).isEqualTo(2);
            assertThat(log.forget(NOW.minus(Duration.ofDays(800)))).isZero();
            log.append("2", EntryKind.COMMAND, Map.of("n", "new"));
        }
        write(1);

        assertThat(Files.readString(temp.resolve("entries.jsonl"))).startsWith("\n\n{").doesNotContain("old");
        assertThat(verdict().faults()).isEmpty();
        assertThat(verdict().facts()).anySatisfy(fact -> assertThat(fact).contains("first 2 entries were forgotten"));
    }

    @Test
    void keepsInMemoryWhatCannotBeWrittenAndWritesItLater() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        EvidenceLog.Disk faultyDisk = (file, length) -> new AppendedFile(file, length) {
            @Override
            void write(byte[] bytes) throws IOException {
                if (full.get()) {
                    super.write(Arrays.copyOf(bytes, bytes.length / 2));
                    throw new IOException("No space left on device");
                }
                super.write(bytes);
            }
        };
        try (EvidenceLog log = EvidenceLog.open(temp, "lifeboat/test", Clock.systemUTC(), faultyDisk)) {
            log.append("1", EntryKind.COMMAND, Map.of("n", 0));
            full.set(true);
            log.append("1", EntryKind.COMMAND, Map.of("n", 1));
            log.append("1", EntryKind.COMMAND, Map.of("n", 2));
            assertThatThrownBy(log::flush).isInstanceOf(EvidenceException.class)
                    .hasMessage("The evidence in %s cannot be written: No space left on device", temp);
            assertThat(entries()).hasSize(1);
            full.set(false);
            log.flush();
        }

        assertThat(entries()).extracting(entry -> String.valueOf(entry.what().get("n"))).containsExactly("0", "1", "2");
        assertThat(verdict().faults()).isEmpty();
    }

    @Test
    void saysWhatCannotBeWrittenAsJsonAndGoesOn() throws Exception {
        Map<String, Object> deep = Map.of();
        for (int i = 0; i < 2000; i++) {
            deep = Map.of("n", deep);
        }
        try (EvidenceLog log = open(NOW)) {
            log.append("1", EntryKind.REQUESTED, deep);
            log.append("1", EntryKind.COMMAND, Map.of("n", 1));
            log.flush();
        }

        assertThat(entries()).extracting(LogEntry::kind).containsExactly(EntryKind.REQUESTED, EntryKind.COMMAND);
        assertThat(entries().get(0).text("unwritable")).contains("cannot be written as JSON");
    }

    @Test
    void goesOnWhenAThreadThatWritesIsInterrupted() throws Exception {
        try (EvidenceLog log = open(NOW)) {
            Thread.currentThread().interrupt();
            log.append("1", EntryKind.COMMAND, Map.of("n", 1));
            log.flush();
            assertThat(Thread.interrupted()).isTrue();
            log.append("1", EntryKind.COMMAND, Map.of("n", 2));
            log.checkpoint();
        }

        assertThat(entries()).hasSize(2);
        assertThat(verdict().faults()).isEmpty();
    }

    @Test
    void beginsAnewAfterAFirstStartThatWasKilled() throws Exception {
        open(NOW).close();
        Files.delete(temp.resolve("verifier-key"));
        Files.delete(temp.resolve("checkpoints/000000000000.note"));

        write(2);

        assertThat(verdict().faults()).isEmpty();
    }

    @Test
    void forgetsWhileOthersWrite() throws Exception {
        write(3000);
        try (EvidenceLog log = open(NOW.plus(Duration.ofDays(1)))) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 3000; i++) {
                    log.append("2", EntryKind.COMMAND, Map.of("n", i));
                }
            });
            writer.start();
            assertThat(log.forget(NOW.plusSeconds(1))).isEqualTo(3000);
            writer.join();
            log.checkpoint();
        }

        assertThat(entries()).hasSize(3001);
        assertThat(verdict().faults()).isEmpty();
    }
}
