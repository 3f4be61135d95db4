package lifeboat.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.record.EvidenceBundle;
import lifeboat.evidence.record.MigrationRecord;
import lifeboat.evidence.record.PrintedPage;
import lifeboat.evidence.record.ProcessPicture;
import lifeboat.evidence.verify.LogVerification;
import lifeboat.evidence.verify.Trust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat evidence export}. */
@Command(name = "export", mixinStandardHelpOptions = true,
        description = "Writes the evidence of a migration for whoever has nothing else of it: as JSON, with the proof of "
                + "each entry, and as a page that prints.")
class EvidenceExportCommand implements Callable<Integer> {

    private static final String PROCESS = "/workflows/session-migration";

    @Spec
    private CommandSpec spec;

    @Mixin
    private EvidenceFolderOption evidence;

    @Parameters(paramLabel = "ID", description = "The migration.")
    private String id;

    @Option(names = "--to", defaultValue = ".", paramLabel = "FOLDER",
            description = "Where migration-ID.json and migration-ID.html are written (default: here).")
    private Path to;

    @Override
    public Integer call() throws EvidenceException, IOException {
        MigrationRecord migration = evidence.migration(id);
        EvidenceBundle bundle = EvidenceBundle.of(evidence.folder(), migration);
        Files.createDirectories(to);
        Path json = to.resolve("migration-%s.json".formatted(id));
        Path page = to.resolve("migration-%s.html".formatted(id));
        Files.writeString(json, bundle.json());
        Files.writeString(page, new PrintedPage(migration).html(bundle, picture(),
                LogVerification.of(evidence.folder(), Trust.inNothing()).faults()));
        spec.commandLine().getOut().printf("%d entries in %s, and %s to read and print.%n", bundle.entries().size(),
                json, page);
        if (bundle.withoutCheckpoint() > 0) {
            spec.commandLine().getOut().printf("%d later entries have no checkpoint yet, and are not in it.%n",
                    bundle.withoutCheckpoint());
        }
        return ExitCode.DONE;
    }

    private static Optional<ProcessPicture> picture() throws IOException {
        try (InputStream svg = EvidenceExportCommand.class.getResourceAsStream(PROCESS + ".svg");
                InputStream bpmn = EvidenceExportCommand.class.getResourceAsStream(PROCESS + ".bpmn")) {
            return Optional.of(new ProcessPicture(new String(svg.readAllBytes(), StandardCharsets.UTF_8),
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bpmn.readAllBytes()))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
