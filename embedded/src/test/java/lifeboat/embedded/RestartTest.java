package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine keeps in its file. */
class RestartTest {

    @Test
    void goesOnAfterARestart(@TempDir Path folder) {
        String database = H2File.url(folder.resolve("engine"));
        long key;
        try (RunningEngine engine = new RunningEngine(database)) {
            engine.deploy(process("restart", s -> s.serviceTask("A", t -> t.zeebeJobType("restart-a"))
                    .serviceTask("B", t -> t.zeebeJobType("restart-b"))));
            key = engine.start("restart", Map.of("n", 1));
            engine.complete("restart-a");
            engine.client().newDeployResourceCommand().addResourceFromClasspath("models/undeclared-pool.bpmn").send()
                    .join();
            engine.start("declared", Map.of());
            engine.job("restart-b", Duration.ofMillis(500));
        }
        try (RunningEngine engine = new RunningEngine(database)) {
            var job = engine.job("restart-b");
            assertThat(job.getVariable("n")).isEqualTo(1);
            engine.complete(job, Map.of());
            assertThat(engine.isCompleted(key)).isTrue();
            engine.complete("declared");
        }
    }
}
