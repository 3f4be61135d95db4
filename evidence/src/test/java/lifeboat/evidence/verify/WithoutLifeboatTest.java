package lifeboat.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.evidence.copy.CheckpointCopies;
import lifeboat.evidence.log.EntryKind;
import lifeboat.evidence.log.EvidenceFolder;
import lifeboat.evidence.log.EvidenceLog;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.record.EvidenceBundle;
import lifeboat.evidence.record.MigrationRecord;
import lifeboat.evidence.time.LocalTimeStampAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auditor needs none of our software: what the docs tell him to type, with Python and openssl, finds the same. */
class WithoutLifeboatTest {

    private static final Path DOCS = Path.of("..", "docs", "evidence.md");
    private static final Pattern BLOCK = Pattern.compile("```(python|sh)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;
    private final List<String> scripts = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();

    private record Ended(int exitCode, String output) {
    }

    @BeforeEach
    void export() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(DOCS));
        while (block.find()) {
            (block.group(1).equals("python") ? scripts : commands).add(block.group(2));
        }
        Files.writeString(folder.resolve("check.py"), scripts.get(0));
        Files.writeString(folder.resolve("check_log.py"), scripts.get(1));
        EvidenceFolder evidence = new EvidenceFolder(folder.resolve("evidence"));
        try (LocalTimeStampAuthority authority = new LocalTimeStampAuthority();
                EvidenceLog log = EvidenceLog.open(evidence.path(), "lifeboat/test", Clock.systemUTC());
                CheckpointCopies copies = new CheckpointCopies(List.of(), Optional.of(authority.address()))) {
            for (int i = 0; i < 21; i++) {
                log.append(String.valueOf(i % 3), EntryKind.COMMAND, Map.of("command", "caf\u00e9 " + i));
            }
            copies.send(log.checkpoint().orElseThrow());
            Files.writeString(folder.resolve("tsa.pem"), authority.certificatePem());
        }
        Files.copy(evidence.path().resolve("entries.jsonl"), folder.resolve("entries.jsonl"));
        MigrationRecord migration = MigrationRecord.in(evidence.lines().stream().map(LogEntry::of).toList()).iterator()
                .next();
        Files.writeString(folder.resolve("migration.json"), EvidenceBundle.of(evidence, migration).json());
    }

    private Ended run(String command) throws Exception {
        Process bash = new ProcessBuilder("bash", "-e", "-c", command).directory(folder.toFile())
                .redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(bash.exitValue(), output);
    }

    private void alter(String file, String what, String by) throws Exception {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(what);
        Files.writeString(folder.resolve(file), text.replace(what, by));
    }

    private Ended checkMigration() throws Exception {
        return run(commands.get(commands.size() - 2));
    }

    private Ended checkLog() throws Exception {
        return run(commands.get(commands.size() - 1));
    }

    @Test
    void checksEntriesSignatureAndTimeStamp() throws Exception {
        Ended ended = checkMigration();

        assertThat(ended.output()).contains("7 entries are in the log of 21 entries",
                "Signature Verified Successfully", "Verification: OK");
        assertThat(ended.exitCode()).isZero();
        assertThat(checkLog()).isEqualTo(new Ended(0, "the log begins as the checkpoint says\n"));
    }

    @Test
    void findsAnAlteredEntry() throws Exception {
        alter("migration.json", "caf\u00e9 6", "caf\u00e9 7");
        alter("entries.jsonl", "caf\u00e9 6", "caf\u00e9 7");

        assertThat(checkMigration()).isEqualTo(new Ended(1, "entry 6 is not in the log\n"));
        run("touch checkpoint.note && cp evidence/checkpoints/000000000021.note checkpoint.note");
        assertThat(checkLog()).isEqualTo(new Ended(1, "the log is not what the checkpoint says\n"));
    }

    @Test
    void findsThatACheckpointIsNotOfTheKeyOrTheTime() throws Exception {
        assertThat(checkMigration().exitCode()).isZero();
        List<String> lines = commands.get(commands.size() - 2).lines().toList();

        Files.writeString(folder.resolve("checkpoint.txt"), "lifeboat/test\n22\nx\n");
        assertThat(run(lines.get(1)).output()).contains("Signature Verification Failure");
        Files.writeString(folder.resolve("checkpoint.note"), "another");
        assertThat(run(lines.get(2)).output()).contains("Verification: FAILED");
    }
}
