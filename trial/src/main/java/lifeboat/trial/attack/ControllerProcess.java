package lifeboat.trial.attack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A controller in a process of its own, so that it can be killed. */
final class ControllerProcess implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 120_000;
    private static final long LOOK_MILLIS = 50;
    private static final String READY = "The controller runs";

    private final List<String> command;
    private final Path output;
    private final Map<String, String> environment;
    private Process process;

    private ControllerProcess(Path inventory, String engine, Path data, URI grpc, URI rest,
            Map<String, String> environment) {
        this.environment = environment;
        this.command = List.of(Path.of(System.getProperty("lifeboat.home"), "lifeboat").toString(), "run", "--open",
                "--inventory", inventory.toString(), "--grpc", grpc.toString(), "--rest", rest.toString(), "--data",
                data.toString(), "--engine", engine);
        this.output = data.resolveSibling(data.getFileName() + ".txt");
    }

    /** @param environment of its program, besides this one's */
    static ControllerProcess withEngine(Path inventory, Path data, URI grpc, URI rest,
            Map<String, String> environment) {
        return new ControllerProcess(inventory, "embedded", data, grpc, rest, environment);
    }

    /** Another controller on the same engine. */
    static ControllerProcess beside(Path inventory, Path data, URI grpc, URI rest) {
        return new ControllerProcess(inventory, "remote", data, grpc, rest, Map.of());
    }

    void start() throws IOException, InterruptedException {
        Files.deleteIfExists(output);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!Files.readString(output, StandardCharsets.UTF_8).contains(READY)) {
            if (!process.isAlive() || System.currentTimeMillis() > end) {
                throw new IOException("The controller does not start: " + Files.readString(output));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
