package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.trial.lab.LabProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Lifeboat as {@code docker/compose.yaml} starts it: the engine is another process, reached over the network only. */
class RemoteEngineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** An engine and nothing else. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Engine {

        public static void main(String[] arguments) {
            new SpringApplicationBuilder(Engine.class).run(arguments);
        }
    }

    @Test
    void migratesWithTheEngineInAnotherProcess() throws Exception {
        int grpc = LoopbackAddress.free().getPort();
        int rest = LoopbackAddress.free().getPort();
        Map<String, String> here = Map.of("http://camunda:26500", "http://127.0.0.1:" + grpc,
                "http://camunda:8080", "http://127.0.0.1:" + rest, "/data", folder.resolve("data").toString());
        Process engine = startEngine(grpc, rest);
        try (LabProcess lab = LabProcess.start(folder.resolve("lab"), 0.2)) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> serves(rest));
            List<String> command = composeCommand().stream().map(word -> word.equals("/lab/inventory.yaml")
                    ? lab.inventory().toString() : here.getOrDefault(word, word)).toList();
            try (Command controller = Command.start(folder, command.toArray(String[]::new))) {
                await().atMost(PATIENCE).until(() -> controller.output().contains("The controller runs"));

                Command.Result migration = Command.run(folder, "migrate", "video", "--to", "backup", "--wait",
                        "--grpc", "http://127.0.0.1:" + grpc, "--rest", "http://127.0.0.1:" + rest);

                assertThat(migration.exitCode()).as(migration.output()).isZero();
                assertThat(migration.output()).contains("backup");
            }
        } finally {
            engine.destroyForcibly().waitFor();
        }
    }

    private Process startEngine(int grpc, int rest) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Engine.class.getName(),
                "--camunda.client.enabled=false", "--embedded-engine.enabled=true",
                "--embedded-engine.database=jdbc:h2:mem:remote;DB_CLOSE_DELAY=-1",
                "--embedded-engine.grpc-port=" + grpc, "--server.address=127.0.0.1", "--server.port=" + rest));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("engine.log").toFile()).start();
    }

    private static boolean serves(int rest) throws Exception {
        URI status = URI.create("http://127.0.0.1:%d/v2/status".formatted(rest));
        return ((HttpURLConnection) status.toURL().openConnection()).getResponseCode() == 204;
    }

    private static List<String> composeCommand() throws Exception {
        List<String> command = new ArrayList<>();
        JsonNode compose = new YAMLMapper().readTree(Path.of("..", "docker", "compose.yaml").toFile());
        compose.path("services").path("lifeboat").path("command").forEach(word -> command.add(word.asText()));
        return command;
    }
}
