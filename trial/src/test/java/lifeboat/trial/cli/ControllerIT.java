package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.PublishMessageRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.app.inventory.InventoryLoader;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.trial.lab.LabConsole;
import lifeboat.trial.lab.LabProcess;
import lifeboat.workers.inventory.Inventory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A controller as a server, and its clients, each in a process of its own. */
class ControllerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private LabProcess lab;
    private DeviceSessions sessions;
    private LabConsole console;
    private Command controller;
    private int grpc;
    private int rest;

    @BeforeEach
    void start() throws Exception {
        lab = LabProcess.start(folder.resolve("lab"), 1);
        Inventory inventory = new InventoryLoader(new DeviceDefinitions()).load(lab.inventory());
        sessions = new DeviceSessions(new DeviceDefinitions(), command -> { });
        console = new LabConsole(sessions, inventory.devices().get("lab"));
        console.connectUsers(1);
        grpc = LoopbackAddress.free().getPort();
        rest = LoopbackAddress.free().getPort();
        startController();
    }

    @AfterEach
    void stop() throws Exception {
        controller.close();
        sessions.close();
        lab.close();
    }

    private void startController() throws Exception {
        controller = Command.start(folder, "run", "--inventory", lab.inventory().toString(), "--grpc", url(grpc),
                "--rest", url(rest), "--data", folder.resolve("data").toString());
        await().atMost(PATIENCE).until(() -> controller.output().contains("The controller runs")
                || !controller.isAlive());
        assertThat(controller.output()).contains("The controller runs");
    }

    private Command.Result lifeboat(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(new String[] {"--grpc", url(grpc), "--rest", url(rest)}, 0, all, arguments.length, 4);
        return Command.run(folder, all);
    }

    @Test
    void refusesWhatCannotBeDoneAndChangesNothing() throws Exception {
        String before = console.run("show servers");

        assertRefused(lifeboat("migrate", "audio", "--to", "backup"),
                "There is no service 'audio' in the inventory; there is video.");
        assertRefused(lifeboat("migrate", "video", "--to", "moon"),
                "There is no site 'moon' in the inventory; there is backup, main.");
        assertRefused(lifeboat("migrate", "video", "--to", "main", "--wait"),
                "Service video runs at site main already.");
        assertRefused(lifeboat("status", "12345"), "There is no migration 12345.");
        assertRefused(lifeboat("abort", "12345"), "There is no migration 12345.");
        assertThat(lifeboat("leftovers").output().strip()).isEqualTo("Nothing is left behind.");

        assertThat(console.run("show servers")).isEqualTo(before);
        assertUserIsUnharmed();
    }

    @Test
    void doesNotMigrateAServiceTwiceAtATimeAndAbortsOnDemand() throws Exception {
        Command.Result first = lifeboat("migrate", "video", "--to", "backup", "--no-light-path", "--reason",
                "flood warning");
        assertThat(first.exitCode()).as(first.output()).isZero();
        String id = id(first.output());

        assertRefused(lifeboat("migrate", "video", "--to", "backup"),
                "Service video is already being migrated: see 'lifeboat status %s'.".formatted(id));
        assertThat(lifeboat("status", id).output()).contains("because: flood warning");
        Command.Result abort = lifeboat("abort", id);

        assertThat(abort.exitCode()).as(abort.output()).isZero();
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(lifeboat("status", id).output()).startsWith("Migration %s: rolled back".formatted(id)));
        assertRefused(lifeboat("abort", id), "Migration %s has ended: rolled back.".formatted(id));
        assertThat(console.run("show servers")).contains("server1: running [video]", "server2: running []");
        assertUserIsUnharmed();
    }

    @Test
    void waitsForTheEndIfAskedTo() throws Exception {
        Command.Result result = lifeboat("migrate", "video", "--to", "backup", "--wait");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("service video runs at site backup.");
        assertThat(lifeboat("status").output()).contains("migrated");
        assertUserIsUnharmed();
        assertNoSecretIn(folder.resolve("data"), Files.readString(folder.resolve("lab/lab-password")).strip());
    }

    /** Neither in the log nor in the engine's database, which keeps variables, incidents and the history. */
    private static void assertNoSecretIn(Path data, String secret) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(1);
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            assertThat(new String(content, StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(secret);
            assertThat(new String(content, StandardCharsets.UTF_16BE)).as(file.toString()).doesNotContain(secret);
        }
    }

    @Test
    void takesAnAlarmFromAnyGrpcClient() throws Exception {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpc).usePlaintext().build();
        try {
            GatewayGrpc.newBlockingStub(channel).publishMessage(PublishMessageRequest.newBuilder()
                    .setName("migration-requested").setCorrelationKey("video").setMessageId("alarm-1")
                    .setVariables("{\"service\":\"video\",\"targetSite\":\"backup\",\"reason\":\"flood\"}").build());
        } finally {
            channel.shutdownNow();
        }

        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(console.run("show servers")).contains("server2: running [video]"));
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(lifeboat("status").output()).contains("migrated"));
        assertUserIsUnharmed();
    }

    @Test
    void goesOnAfterKillNine() throws Exception {
        String id = id(lifeboat("migrate", "video", "--to", "backup", "--no-light-path").output());
        await().atMost(PATIENCE).until(() -> console.run("show servers").contains("frozen [video]"));

        controller.kill();
        startController();

        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(lifeboat("status", id).output()).startsWith("Migration %s: migrated".formatted(id))
                        .containsPattern("by (pre-copy|stop-and-copy): [\\d.]+ MiB take"));
        assertThat(console.run("show servers")).contains("server1: running [], frozen []",
                "server2: running [video]");
        assertThat(console.run("show violations")).isEqualTo("none");
        assertUserIsUnharmed();
    }

    /** The PMCs settle the migration between themselves; a controller that comes back says the same. */
    @Test
    void leavesNoUserWaitingWhenTheControllerIsGone() throws Exception {
        console.order("fault pmc2 hang always vip claim");
        String id = id(lifeboat("migrate", "video", "--to", "backup").output());
        await().atMost(PATIENCE).until(() -> console.run("show servers").contains("staged [video]"));
        controller.kill();
        console.order("no faults");
        assertThat(console.run("show servers")).contains("server1: running [], frozen [video]");

        await().atMost(PATIENCE).until(() -> console.run("show servers").contains("server1: running [video]"));
        assertUserIsUnharmed();

        startController();
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(lifeboat("status", id).output()).startsWith("Migration %s: rolled back".formatted(id)));
        assertThat(console.run("show servers")).contains("server2: running [], frozen [], staged []");
        assertThat(console.run("show violations")).isEqualTo("none");
        assertUserIsUnharmed();
    }

    @Test
    void takesGreaterEpochsThanAnEngineThatIsNoMore() throws Exception {
        assertThat(lifeboat("migrate", "video", "--to", "backup", "--wait").exitCode()).isZero();
        controller.close();
        FileSystemUtils.deleteRecursively(folder.resolve("data"));
        startController();

        Command.Result back = lifeboat("migrate", "video", "--to", "main", "--wait");

        assertThat(back.exitCode()).as(back.output()).isZero();
        assertUserIsUnharmed();
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        Command.Result second = lifeboat("run", "--inventory", lab.inventory().toString(), "--data",
                folder.resolve("other").toString());

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output().strip()).isEqualTo(
                "run: The Camunda gRPC port 127.0.0.1:%d cannot be opened: Failed to bind to address /127.0.0.1:%d"
                        .formatted(grpc, grpc));
    }

    @Test
    void startsNothingWithABrokenInventory() throws Exception {
        Path broken = folder.resolve("broken.yaml");
        Files.writeString(broken, Files.readString(lab.inventory()).replace("vlan: 2\n", "vlan: 5000\n"));
        Path data = folder.resolve("untouched");

        Command.Result result = Command.run(folder, "run", "--inventory", broken.toString(), "--data",
                data.toString());

        assertRefused(result, broken + ":10: site backup: vlan '5000' is not a number from 1 to 4094.");
        assertThat(data).doesNotExist();
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        controller.close();

        Command.Result result = lifeboat("status");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output().strip()).startsWith("status: No engine answers").doesNotContain("\n");
    }

    private static void assertRefused(Command.Result result, String sentence) {
        assertThat(result.output().strip()).isEqualTo(sentence);
        assertThat(result.exitCode()).isEqualTo(2);
    }

    private void assertUserIsUnharmed() throws Exception {
        long before = console.user().bytes();
        await().atMost(PATIENCE).until(() -> console.user().bytes() > before || !console.user().connected());
        assertThat(console.user()).matches(LabConsole.UserReport::isUnharmed);
    }

    private static String id(String output) {
        Matcher matcher = Pattern.compile("Migration (\\d+) of").matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

}
