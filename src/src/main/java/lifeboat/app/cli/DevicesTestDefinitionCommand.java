package lifeboat.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.transcript.Replay;
import lifeboat.connectors.transcript.Transcript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat devices test-definition}: does a definition understand a recorded device? */
@Command(name = "test-definition", mixinStandardHelpOptions = true,
        description = "Has a session with a recorded device, as a device definition says, and shows what it makes of it.")
class DevicesTestDefinitionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The definition, in scrapli's format; FILE.operations.yaml beside it "
            + "is read too.")
    private Path definition;

    @Option(names = "--transcript", required = true, paramLabel = "FILE",
            description = "What 'lifeboat devices record' wrote.")
    private Path transcript;

    @Override
    public Integer call() throws IOException {
        Platform platform;
        Transcript recorded;
        try {
            platform = new DeviceDefinitions().read(readable(definition));
            recorded = Transcript.read(readable(transcript));
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            for (Replay.Step step : new Replay(platform, recorded).steps()) {
                out.printf("%-40s -> %s (mode %s), %d lines%s%n", step.line(), step.prompt().replace("\n", "\\n"),
                        step.mode(), step.answer().lines().count(),
                        step.failure().map(words -> "; the device says no: " + words).orElse(""));
            }
        } catch (SessionException e) {
            spec.commandLine().getErr().println("The definition does not fit the recording: " + e.getMessage());
            return ExitCode.FAILED;
        }
        out.println("The definition understands the recording.");
        return ExitCode.DONE;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new RequestRefused("File %s cannot be read.".formatted(file));
        }
        return file;
    }
}
