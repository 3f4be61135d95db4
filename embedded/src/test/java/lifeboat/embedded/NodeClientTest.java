package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camunda's client for Node deploys, starts, works jobs and completes instances, over REST and over gRPC. */
class NodeClientTest {

    private static final Path PROGRAM = Path.of("src/test/node");
    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    private Path folder;

    @Test
    void completesInstancesOverBothProtocols() throws Exception {
        try (Stream<Path> files = Files.list(PROGRAM)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");

        try (RunningEngine engine = RunningEngine.inMemory(false)) {
            URI grpc = engine.client().getConfiguration().getGrpcAddress();
            String output = run(Map.of("CAMUNDA_AUTH_STRATEGY", "NONE", "ZEEBE_REST_ADDRESS",
                    engine.client().getConfiguration().getRestAddress().toString(), "ZEEBE_GRPC_ADDRESS",
                    "grpc://" + grpc.getAuthority()), "node", "round.mjs", "greeting.bpmn");

            assertThat(output).contains("rest hello rest", "grpc hello grpc");
        }
    }

    private String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(folder.toFile())
                .redirectErrorStream(true).redirectInput(new File("/dev/null")).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as("%s ends in time: %s", String.join(" ", command), text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
