package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.command.ClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full, and has space again: nothing that was acknowledged is lost, and everything goes on by itself. */
@EnabledIf("isRoot")
class DiskFullTest {

    @TempDir
    private Path folder;

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", folder.toString());
    }

    @Test
    void goesOnWhenThereIsSpaceAgain() throws Exception {
        String database = H2File.url(folder.resolve("engine"));
        try (RunningEngine engine = new RunningEngine(database)) {
            engine.deploy(process("full", s -> s.intermediateCatchEvent("Wait").timerWithDuration("PT4S")
                    .serviceTask("A", t -> t.zeebeJobType("full-a"))));
            long waiting = engine.start("full", Map.of("text", "x".repeat(1000)));
            Path filler = folder.resolve("filler");
            fill(filler);
            int refused = 0;
            for (int i = 0; i < 200 && refused < 3; i++) {
                try {
                    engine.start("full", Map.of("text", "x".repeat(50_000)));
                } catch (ClientException e) {
                    assertThat(e).hasMessageContaining("The engine cannot write its state");
                    refused++;
                }
            }
            assertThat(refused).isPositive();

            Files.delete(filler);

            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                engine.complete(engine.job("full-a", Duration.ofSeconds(10)), Map.of());
                return engine.isCompleted(waiting);
            });
        }
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[64 * 1024];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // it is full
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
