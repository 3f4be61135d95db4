package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lifeboat.app.evidence.HistoryComparison;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.note.NoteException;
import lifeboat.evidence.note.VerifierKey;
import lifeboat.evidence.record.EvidenceBundle;
import lifeboat.evidence.verify.BundleVerification;
import lifeboat.evidence.verify.LogVerification;
import lifeboat.evidence.verify.Trust;
import lifeboat.evidence.verify.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat evidence verify}. */
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Checks that evidence is as it was written: the whole log, or an exported migration. Exit code 1 if "
                + "it is not.")
class EvidenceVerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EvidenceFolderOption evidence;

    @Mixin
    private EngineOptions engine;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "An exported migration (migration-ID.json). The whole "
            + "log if there is none.")
    private Path exported;

    @Option(names = "--since", paramLabel = "CHECKPOINT", description = "A file with a checkpoint that was sent away "
            + "earlier, or with many: the log must still begin so. May be given several times.")
    private List<Path> since = List.of();

    @Option(names = "--key", paramLabel = "KEY", description = "Whose signature it must have, NAME+ID+KEY, or a file with "
            + "that (default: the key that is kept with it).")
    private String key;

    @Option(names = "--tsa", paramLabel = "FILE", description = "The certificates of time stamp authorities that you "
            + "trust, PEM.")
    private Path authorities;

    @Option(names = "--history", description = "Compares it with what the engine's database says (--grpc, --rest).")
    private boolean history;

    @Override
    public Integer call() throws EvidenceException, IOException {
        if (exported != null && (history || !since.isEmpty())) {
            throw new RequestRefused("--history and --since are for the whole log: an exported migration is not all of "
                    + "it.");
        }
        Verdict verdict = exported == null ? LogVerification.of(evidence.folder(), trust())
                : BundleVerification.of(EvidenceBundle.parse(text(exported)), trust());
        List<String> faults = new ArrayList<>(verdict.faults());
        PrintWriter out = spec.commandLine().getOut();
        if (history) {
            try (CamundaClient client = engine.connect()) {
                client.newTopologyRequest().send().join();
                faults.addAll(new HistoryComparison(client).of(evidence.migrations()));
            }
            out.println("It was compared with the engine's history.");
        }
        verdict.facts().forEach(out::println);
        if (faults.isEmpty()) {
            out.println(verdict.unsigned() == 0 ? "It is as it was written."
                    : "It is as it was written, up to its last checkpoint.");
            return ExitCode.DONE;
        }
        faults.forEach(out::println);
        out.printf("It is NOT as it was written: %d faults.%n", faults.size());
        return ExitCode.FAILED;
    }

    private Trust trust() throws IOException {
        List<String> earlier = new ArrayList<>();
        for (Path file : since) {
            earlier.add(text(file));
        }
        return new Trust(trustedKey(), earlier, certificates());
    }

    private Optional<VerifierKey> trustedKey() throws IOException {
        if (key == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(VerifierKey.parse(key.contains("+") ? key : text(Path.of(key))));
        } catch (NoteException e) {
            throw new RequestRefused("--key: " + e.getMessage());
        }
    }

    private List<X509Certificate> certificates() throws IOException {
        if (authorities == null) {
            return List.of();
        }
        text(authorities);
        try (InputStream file = Files.newInputStream(authorities)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
                    .map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new RequestRefused("%s has no certificate that can be read.".formatted(authorities));
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new RequestRefused("There is no file '%s' that can be read.".formatted(file));
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
