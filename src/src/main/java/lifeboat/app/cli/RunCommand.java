package lifeboat.app.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import lifeboat.app.controller.ControllerLauncher;
import lifeboat.app.controller.DataFolder;
import lifeboat.app.controller.EngineDatabase;
import lifeboat.app.controller.EngineLogin;
import lifeboat.app.controller.EngineSettings;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.evidence.log.EvidenceFolder;
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

    @Option(names = "--open", description = "The embedded engine's gRPC and REST want no login: whoever reaches them may "
            + "do everything. Only where they listen on loopback.")
    private boolean open;

    @Mixin
    private EvidenceOptions evidence;

    @Override
    public Integer call() throws Exception {
        checkAddresses();
        DeviceDefinitions definitions = inventoryOption.definitions();
        Inventory inventory = inventoryOption.load(definitions);
        Optional<EngineLogin> login = login();
        DataFolder.prepare(data);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (DataFolder.Lock ours = DataFolder.lock(data).orElseThrow(() -> new RequestRefused(("Another controller "
                + "runs with --data %s: each needs a folder of its own.").formatted(data)));
                ConfigurableApplicationContext controller = new ControllerLauncher().start(inventory, definitions,
                new EngineSettings(engine == Engine.embedded, options.grpc(), options.rest(), engineDatabase(), true,
                        login),
                evidence.settings(data), data.resolve("lifeboat.log"))) {
            controller.addApplicationListener(event -> {
                if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                    interrupted.countDown();
                }
            });
            spec.commandLine().getOut().printf("The controller runs: %s engine, gRPC %s, REST %s, log %s%n", engine,
                    options.grpc(), options.rest(), data.resolve("lifeboat.log"));
            spec.commandLine().getOut().println(whoMayReachIt());
            for (String aside : new EvidenceFolder(evidence.settings(data).folder()).setAside()) {
                spec.commandLine().getOut().printf("An earlier log of the evidence was altered, and is set aside in "
                        + "%s: see 'lifeboat evidence verify'.%n", aside);
            }
            spec.commandLine().getOut().flush();
            interrupted.await();
        }
        return ExitCode.DONE;
    }

    private void checkAddresses() {
        options.check();
        for (URI address : List.of(options.grpc(), options.rest())) {
            if (engine == Engine.embedded && (address.getPort() < 0 || !"http".equals(address.getScheme()))) {
                throw new RequestRefused(("The embedded engine listens at http://HOST:PORT, without TLS, and %s is "
                        + "none: put a proxy before it that has TLS.").formatted(address));
            }
        }
    }

    /** The engine in this JVM is logged in to with a password of this run; another one with a user's. */
    private Optional<EngineLogin> login() {
        if (engine == Engine.remote) {
            return options.login();
        }
        if (!open) {
            return Optional.of(EngineLogin.ofThisRun());
        }
        for (URI address : List.of(options.grpc(), options.rest())) {
            if (!LoopbackAddress.isLoopback(address)) {
                throw new RequestRefused("--open is for loopback only, and %s can be reached from elsewhere: leave out "
                        .formatted(address) + "--open, or give a --grpc and a --rest on 127.0.0.1.");
            }
        }
        return Optional.empty();
    }

    private String whoMayReachIt() {
        return engine == Engine.remote ? "Who may do what, the engine decides."
                : open ? "gRPC and REST want no login (--open): whoever reaches this machine's loopback may do everything."
                : "gRPC and REST want a login: a user of Tasklist's, in a group that may do it (LIFEBOAT_USER, "
                        + "LIFEBOAT_PASSWORD).";
    }

    private EngineDatabase engineDatabase() throws IOException, SQLException {
        return database == null ? EngineDatabase.protectedIn(data) : new EngineDatabase(database, databaseUser,
                Objects.requireNonNullElse(System.getenv("LIFEBOAT_DATABASE_PASSWORD"), ""));
    }
}
