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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A controller as a server, and its clients. */
class ControllerIT {

    @RegisterExtension
    private final RunningController system = new RunningController();

    @Test
    void refusesWhatCannotBeDoneAndChangesNothing() throws Exception {
        String before = system.console().run("show servers");

        assertRefused(system.lifeboat("migrate", "audio", "--to", "backup"),
                "There is no service 'audio' in the inventory; there is video.");
        assertRefused(system.lifeboat("migrate", "video", "--to", "moon"),
                "There is no site 'moon' in the inventory; there is backup, main.");
        assertRefused(system.lifeboat("migrate", "video", "--to", "main", "--wait"),
                "Service video runs at site main already.");
        assertRefused(system.lifeboat("status", "12345"), "There is no migration 12345.");
        assertRefused(system.lifeboat("abort", "12345"), "There is no migration 12345.");
        assertRefused(system.lifeboat("migrate", "video", "--to", "backup", "--strategy", "foo"),
                "migrate: Invalid value for option '--strategy': 'foo' is none of stop-and-copy, pre-copy, post-copy, "
                        + "auto" + System.lineSeparator() + "See 'lifeboat migrate --help'.");
        assertRefused(system.lifeboat("status", "--outcome", "lost"),
                "status: Invalid value for option '--outcome': 'lost' is none of running, refused, migrated, "
                        + "rolled-back, site-lost, cancelled" + System.lineSeparator() + "See 'lifeboat status --help'.");
        assertThat(system.lifeboat("status", "--service", "audio", "--outcome", "refused", "--since", "1h").output()
                .lines()).last().asString().contains("audio", "to backup", "refused",
                        "There is no service 'audio' in the inventory; there is video.");
        assertThat(system.lifeboat("status", "--skip", "1", "--most", "1").output()).contains("to moon",
                "There may be more: --skip 2 shows what was before.").doesNotContain("audio");
        assertThat(system.lifeboat("status", "--outcome", "migrated").output().strip())
                .isEqualTo("There is no such migration.");
        assertThat(system.lifeboat("leftovers").output().strip()).isEqualTo("Nothing is left behind.");
        String evidence = system.evidence("list").output();
        assertThat(evidence.lines()).hasSize(4).last().asString().containsPattern("video +refused");
        assertThat(system.evidence("show", evidence.lines().toList().get(1).split(" ")[0]).output()).contains(
                "Task_Plan: refused", "There is no service 'audio' in the inventory; there is video.");

        assertThat(system.console().run("show servers")).isEqualTo(before);
        system.assertUserIsUnharmed();
    }

    @Test
    void doesNotMigrateAServiceTwiceAtATimeAndAbortsOnDemand() throws Exception {
        Command.Result first = system.lifeboat("migrate", "video", "--to", "backup", "--no-light-path", "--reason",
                "flood warning");
        assertThat(first.exitCode()).as(first.output()).isZero();
        String id = RunningController.id(first.output());

        assertRefused(system.lifeboat("migrate", "video", "--to", "backup"),
                "Service video is already being migrated: see 'lifeboat status %s'.".formatted(id));
        assertThat(system.lifeboat("status", id).output()).containsPattern("reason given: +flood warning")
                .containsPattern("service: +video, main -> backup").containsPattern("asked for by: +\\w+");
        Command.Result abort = system.lifeboat("abort", id);

        assertThat(abort.exitCode()).as(abort.output()).isZero();
        await().atMost(RunningController.PATIENCE).untilAsserted(() ->
                assertThat(system.lifeboat("status", id).output())
                        .startsWith("Migration %s: rolled back".formatted(id))
                        .containsPattern("why: +The operator aborted the migration."));
        assertRefused(system.lifeboat("abort", id), "Migration %s has ended: rolled back.".formatted(id));
        assertThat(system.console().run("show servers")).contains("server1: running [video]", "server2: running []");
        system.assertUserIsUnharmed();
    }

    @Test
    void cancelsAMigrationAndSaysWhatBecameOfIt() throws Exception {
        String id = RunningController.id(system.lifeboat("migrate", "video", "--to", "backup", "--no-light-path")
                .output());

        Command.Result cancelled = system.lifeboat("cancel", id, "--yes", "--reason", "a drill");

        assertThat(cancelled.exitCode()).as(cancelled.output()).isZero();
        assertThat(cancelled.output()).contains("Migration %s is cancelled, and is being settled.".formatted(id),
                "Settled since, and nothing is left: service video runs at site main.");
        assertThat(system.lifeboat("status", id).output()).contains("because: a drill", "nothing is left");
        assertThat(system.evidence("show", id).output()).contains("of service video: cancelled", "because: a drill");
        assertThat(system.console().run("show servers")).contains("server1: running [video]", "server2: running []");
        system.assertUserIsUnharmed();
    }

    @Test
    void waitsForTheEndIfAskedTo() throws Exception {
        assertThat(where()).containsPattern("video +main +192.168.2.1 at main +VLAN 1 \\(main\\) +-");
        Command.Result result = system.lifeboat("migrate", "video", "--to", "backup", "--wait");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("service video runs at site backup.");
        assertThat(system.lifeboat("status").output()).contains("migrated");
        assertThat(where()).containsPattern("video +backup +192.168.2.1 at backup +VLAN 2 \\(backup\\) +-");
        system.assertUserIsUnharmed();
        assertNoSecretIn(system.data(), Files.readString(system.folder().resolve("lab/lab-password")).strip());
    }

    /** Needs no controller. */
    private String where() throws Exception {
        return Command.run(system.folder(), "where", "--inventory", system.lab().inventory().toString()).output();
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

    /** Of alarms with the same correlation key only one starts a migration at a time. */
    private void alarm(String correlationKey, String variables) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", system.grpc()).usePlaintext().build();
        try {
            GatewayGrpc.newBlockingStub(channel).publishMessage(PublishMessageRequest.newBuilder()
                    .setName("migration-requested").setCorrelationKey(correlationKey).setMessageId(variables)
                    .setVariables(variables).build());
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void refusesAMalformedAlarmWithASentenceAndIsNotBlocked() throws Exception {
        Map<String, String> sentences = Map.of(
                "{\"service\": \"video\", \"targetSite\": \"backup\", \"lightPath\": \"yes\"}",
                "The request's 'lightPath' must be true or false, and is the text 'yes'.",
                "{\"service\": [\"video\"], \"targetSite\": \"backup\", \"reason\": [1, {}]}",
                "The request's 'service' must be a text, and is the list [video].",
                "{\"service\": null, \"targetSite\": null}", "The request names no service.",
                "{\"service\": \"video\", \"targetSite\": \"backup\", \"outcome\": \"migrated\", \"error\": \"flood\"}",
                "The request has 'error', 'outcome', which the migration itself keeps under that name: leave it out.");
        sentences.keySet().forEach(variables -> alarm(variables, variables));

        await().atMost(RunningController.PATIENCE).untilAsserted(() ->
                assertThat(system.lifeboat("status", "--outcome", "refused").output()).contains(sentences.values()));
        assertThat(system.lifeboat("status", "--outcome", "running").output()).contains("There is no such migration.");
        assertThat(system.lifeboat("migrate", "video", "--to", "backup", "--wait").exitCode()).isZero();
        system.assertUserIsUnharmed();
    }

    @Test
    void takesAnAlarmFromAnyGrpcClient() throws Exception {
        alarm("video", "{\"service\":\"video\",\"targetSite\":\"backup\",\"reason\":{\"flood\":[3,4]}}");

        await().atMost(RunningController.PATIENCE).untilAsserted(() ->
                assertThat(system.console().run("show servers")).contains("server2: running [video]"));
        await().atMost(RunningController.PATIENCE).untilAsserted(() ->
                assertThat(system.lifeboat("status").output()).contains("migrated"));
        system.assertUserIsUnharmed();
    }

    @Test
    void leavesTheFolderOfALabToIt() throws Exception {
        Command.Result second = Command.run(system.folder(), "lab", "--base-port", "0", "--folder",
                system.lab().inventory().getParent().toString());

        assertRefused(second, "lifeboat lab: another lab runs in %s: end it, or choose another folder with --folder."
                .formatted(system.lab().inventory().getParent()));
        assertThat(system.lab().inventory()).exists();
    }

    @Test
    void startsNothingWhereItCannotRun() throws Exception {
        String inventory = system.lab().inventory().toString();
        String here = "http://127.0.0.1:%d".formatted(system.grpc());

        assertRefused(Command.run(system.folder(), "run", "--inventory", inventory, "--data",
                system.data().toString(), "--grpc", here, "--rest", here), ("Another controller runs with --data %s: each "
                        + "needs a folder of its own.").formatted(system.data()));
        assertRefused(Command.run(system.folder(), "run", "--inventory", inventory, "--grpc", "foo"),
                "--grpc must be http://HOST:PORT or https://HOST:PORT, and is 'foo'.");
        assertRefused(Command.run(system.folder(), "run", "--inventory", inventory, "--rest", "https://127.0.0.1:8088"),
                "The embedded engine listens at http://HOST:PORT, without TLS, and https://127.0.0.1:8088 is none: put "
                        + "a proxy before it that has TLS.");
        assertRefused(Command.run(system.folder(), "run", "--inventory", system.folder().toString()),
                system.folder() + ": the inventory is a file, and this is a folder.");
        assertRefused(Command.run(system.folder(), "run", "--inventory", inventory, "--checkpoints-to",
                "file:/nosuchfolder/checkpoints"), "run: Invalid value for option '--checkpoints-to' (URL): There "
                        + "is no folder for the file /nosuchfolder/checkpoints." + System.lineSeparator()
                        + "See 'lifeboat run --help'.");
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        Command.Result second = system.lifeboat("run", "--open", "--inventory",
                system.lab().inventory().toString(), "--data",
                system.folder().resolve("other").toString());

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output().strip()).isEqualTo(
                "run: The Camunda gRPC port 127.0.0.1:%d cannot be opened: Failed to bind to address /127.0.0.1:%d"
                        .formatted(system.grpc(), system.grpc()));
    }

    @Test
    void startsNothingWithABrokenInventory() throws Exception {
        Path broken = system.folder().resolve("broken.yaml");
        Files.writeString(broken, Files.readString(system.lab().inventory()).replace("vlan: 2\n", "vlan: 5000\n"));
        Path data = system.folder().resolve("untouched");

        Command.Result result = Command.run(system.folder(), "run", "--inventory", broken.toString(), "--data",
                data.toString());

        assertRefused(result, broken + ":10: site backup: vlan '5000' is not a number from 1 to 4094.");
        assertThat(data).doesNotExist();
    }

    private static void assertRefused(Command.Result result, String sentence) {
        assertThat(result.output().strip()).isEqualTo(sentence);
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
