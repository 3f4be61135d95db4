package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import lifeboat.embedded.engine.EngineClock;
import lifeboat.embedded.history.HistoryCleanup;
import org.junit.jupiter.api.Test;

/** What happened long ago is forgotten, what runs is not. */
class HistoryCleanupTest {

    @Test
    void removesWhatIsOlderThanTheConfiguredAge() {
        try (RunningEngine engine = RunningEngine.inMemory(false)) {
            engine.deployDecision(Dmn.literal("old", "1"));
            engine.evaluate("old", Map.of());
            engine.deploy(process("old", s -> s.serviceTask("Task", t -> t.zeebeJobType("old"))));
            long running = engine.start("old", Map.of());
            long ended = engine.start("old", Map.of("n", 1));
            engine.complete("old");
            HistoryCleanup cleanup = engine.bean(HistoryCleanup.class);
            EngineClock clock = engine.bean(EngineClock.class);
            long completed = engine.isCompleted(running) ? running : ended;
            long open = completed == running ? ended : running;
            try {
                clock.add(Duration.ofDays(3649));
                cleanup.cleanUp();
                assertThat(exists(engine, completed)).isTrue();

                clock.add(Duration.ofDays(2));
                cleanup.cleanUp();
                assertThat(exists(engine, completed)).isFalse();
                assertThat(exists(engine, open)).isTrue();
                assertThat(engine.client().newDecisionInstanceSearchRequest().send().join().items()).isEmpty();
                assertThat(engine.client().newVariableSearchRequest().filter(f -> f.processInstanceKey(completed))
                        .send().join().items()).isEmpty();
            } finally {
                clock.reset();
            }
        }
    }

    private static boolean exists(RunningEngine engine, long key) {
        return !engine.client().newProcessInstanceSearchRequest().filter(f -> f.processInstanceKey(key)).send().join()
                .items().isEmpty();
    }
}
