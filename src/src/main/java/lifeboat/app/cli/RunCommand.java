package lifeboat.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import lifeboat.app.controller.ControllerLauncher;
import lifeboat.app.controller.EngineDatabase;
import lifeboat.app.controller.EngineSettings;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.workers.inventory.Inventory;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lifeboat run}: the controller as a server. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Runs the controller until it is interrupted.")
class RunCommand implements Callable<Integer> {

    /** Which engine stands behind the controller. */
    enum Engine { embedded, remote }

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions options;

    @Mixin
    private InventoryOption inventoryOption;

    @Option(names = "--engine", defaultValue = "embedded",
            description = "embedded: in this process; remote: a Camunda 8 at --grpc and --rest "
                    + "(default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(names = "--data", defaultValue = ".lifeboat/data", paramLabel = "FOLDER",
            description = "Where the engine's state and the log are kept (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(names = "--database", paramLabel = "URL",
            description = "Where the embedded engine keeps its state, for example "
                    + "jdbc:postgresql://HOST/NAME (default: H2, in the data folder). "
                    + "The password comes from LIFEBOAT_DATABASE_PASSWORD.")
    private String database;

    @Option(names = "--database-user", defaultValue = "lifeboat", paramLabel = "NAME",
            description = "Who logs in to --database (default: ${DEFAULT-VALUE}).")
    private String databaseUser;

    @Mixin
    private EvidenceOptions evidence;

    @Override
    public Integer call() throws Exception {
        DeviceDefinitions definitions = inventoryOption.definitions();
        Inventory inventory = inventoryOption.load(definitions);
        Files.createDirectories(data);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (ConfigurableApplicationContext controller = new ControllerLauncher().start(inventory, definitions,
                new EngineSettings(engine == Engine.embedded, options.grpc(), options.rest(), engineDatabase(), true),
                evidence.settings(data), data.resolve("lifeboat.log"))) {
            controller.addApplicationListener(event -> {
                if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                    interrupted.countDown();
                }
            });
            spec.commandLine().getOut().printf("The controller runs: %s engine, gRPC %s, REST %s, log %s%n", engine,
                    options.grpc(), options.rest(), data.resolve("lifeboat.log"));
            spec.commandLine().getOut().flush();
            interrupted.await();
        }
        return ExitCode.DONE;
    }

    private EngineDatabase engineDatabase() {
        return database == null ? EngineDatabase.in(data) : new EngineDatabase(database, databaseUser,
                Objects.requireNonNullElse(System.getenv("LIFEBOAT_DATABASE_PASSWORD"), ""));
    }
}
