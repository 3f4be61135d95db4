package lifeboat.src.lab;


import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.session.DeviceSessions;
import lifeboat.connectors.session.Timeouts;
import lifeboat.src.controller.ControllerLauncher;
import lifeboat.src.controller.EngineSettings;
import lifeboat.src.demo.LabConsole;
import lifeboat.src.demo.LabProcess;
import lifeboat.src.inventory.InventoryLoader;
import lifeboat.src.status.Migrations;
import lifeboat.src.status.Migrations.Migration;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.migration.SessionMigration;
import lifeboat.workers.migration.Strategy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The simulated lab in a process of its own, a controller in this one, and a user who is connected. */
final class RunningSystem implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final double scale;
    private Path folder;
    private LabProcess process;
    private DeviceSessions sessions;
    private LabConsole lab;
    private Inventory inventory;
    private ConfigurableApplicationContext controller;
    private CamundaClient client;
    private Migrations migrations;

    /** @param scale multiplies the size of the process's memory, 40 MiB */
    RunningSystem(double scale) {
        this.scale = scale;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("lifeboat-it-");
        DeviceDefinitions definitions = new DeviceDefinitions();
        process = LabProcess.start(folder.resolve("lab"), scale);
        inventory = new InventoryLoader(definitions).load(process.inventory());
        sessions = new DeviceSessions(definitions, Timeouts.standard(), command -> { });
        lab = new LabConsole(sessions, inventory.devices().get("lab"));
        URI grpc = URI.create("http://127.0.0.1:" + freePort());
        URI rest = URI.create("http://127.0.0.1:" + freePort());
        controller = new ControllerLauncher().start(inventory, new EngineSettings(true, grpc, rest, folder),
                folder.resolve("lifeboat.log"));
        client = CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest).preferRestOverGrpc(false)
                .build();
        migrations = new Migrations(client);
        lab.connectUsers(1);
        Awaitility.await().until(() -> lab.user().bytes() > 10_000);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        lab.run("no faults");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    LabConsole lab() {
        return lab;
    }

    CamundaClient client() {
        return client;
    }

    Migrations migrations() {
        return migrations;
    }

    String show(String device, String line) throws Exception {
        return lab.show(inventory.devices().get(device), line);
    }

    long start(String site, boolean lightPath) {
        return start(site, lightPath, Strategy.STOP_AND_COPY);
    }

    long start(String site, boolean lightPath, Strategy strategy) {
        return client.newCreateInstanceCommand().bpmnProcessId(SessionMigration.PROCESS_ID).latestVersion()
                .variables(Map.of(SessionMigration.VARIABLE_SERVICE, "video",
                        SessionMigration.VARIABLE_TARGET_SITE, site,
                        SessionMigration.VARIABLE_LIGHT_PATH, lightPath,
                        SessionMigration.VARIABLE_STRATEGY, strategy.toString())).send().join().getProcessInstanceKey();
    }

    Migration await(long key, Predicate<Migration> condition) {
        return Awaitility.await().atMost(PATIENCE)
                .until(() -> migrations.find(key).orElse(null), m -> m != null && condition.test(m));
    }

    /** The migration when it has ended, or waits for an operator. */
    Migration settled(long key) {
        return await(key, m -> m.end() != null || !m.incidents().isEmpty());
    }

    /** The user's stream goes on: more of it arrives, in order, on the same connection. */
    void assertUserIsUnharmed() throws Exception {
        long before = lab.user().bytes();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !lab.user().connected() || lab.user().bytes() > before);
        LabConsole.UserReport user = lab.user();
        if (!user.isUnharmed()) {
            throw new AssertionError("The user was harmed: " + user);
        }
    }

    boolean runsAt(String server) throws Exception {
        return lab.run("show servers").lines()
                .anyMatch(line -> line.startsWith(server) && line.contains("running [video]"));
    }

    /** What the devices show that a migration has left behind; empty if nothing. */
    String leftovers() throws Exception {
        StringBuilder left = new StringBuilder();
        for (String cp : new String[] {"cp1", "cp2"}) {
            String paths = show(cp, "show light-path");
            left.append(paths.equals("No light paths") ? "" : cp + ": " + paths + "\n");
        }
        for (String l2sw : new String[] {"l2sw1", "l2sw2"}) {
            show(l2sw, "show vlan").lines().filter(line -> line.contains("lifeboat-"))
                    .forEach(line -> left.append(l2sw).append(": ").append(line).append('\n'));
        }
        lab.run("show servers").lines()
                .filter(line -> line.contains("frozen [video]") || line.contains("staged [video]"))
                .forEach(line -> left.append(line).append('\n'));
        return left.toString();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        client.close();
        controller.close();
        sessions.close();
        process.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
