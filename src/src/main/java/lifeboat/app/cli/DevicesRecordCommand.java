package lifeboat.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lifeboat.app.inventory.InventoryException;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.transcript.Recorder;
import lifeboat.connectors.transport.TransportOpening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lifeboat devices record}: a session with a device, to try a definition on later. */
@Command(name = "record", mixinStandardHelpOptions = true,
        description = "Logs in to a device, sends it lines, and writes down what it prints; secrets are masked.")
class DevicesRecordCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private InventoryOption inventory;

    @Parameters(index = "0", paramLabel = "NAME", description = "The device.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "LINE", arity = "0..*",
            description = "What to send, as it is. The device does what it is told.")
    private List<String> lines = List.of();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The transcript; a new file.")
    private Path output;

    @Override
    public Integer call() throws InventoryException, IOException {
        if (Files.exists(output)) {
            throw new RequestRefused("%s is there already.".formatted(output));
        }
        DeviceDefinitions definitions = inventory.definitions();
        DeviceAddress device = new ChosenDevices(inventory.load(definitions)).named(name);
        Platform platform = definitions.get(device.platform());
        Recorder recorder = new Recorder(device);
        int code = ExitCode.DONE;
        try (CliSession session = CliSession.open(device, platform, command -> { },
                recorder.listeningTo(TransportOpening.of(device, platform)))) {
            for (String line : lines) {
                session.run(line);
            }
            recorder.transcript().write(output);
        } catch (SessionException e) {
            spec.commandLine().getErr().println(e.getMessage());
            if (recorder.isEmpty()) {
                return ExitCode.FAILED;
            }
            recorder.transcript().write(output);
            code = ExitCode.FAILED;
        }
        spec.commandLine().getOut().printf("%s: %d exchanges with %s. Read it before you give it away: it has what the "
                + "device printed.%n", output, recorder.transcript().exchanges().size(), device);
        return code;
    }
}
