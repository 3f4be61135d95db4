package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs that are large, back off, or belong to what cannot go on. */
interface JobBehaviours {

    RunningEngine engine();

    private List<ActivatedJob> activate(String type) {
        return engine().client().newActivateJobsCommand().jobType(type).maxJobsToActivate(10)
                .requestTimeout(Duration.ofSeconds(10)).send().join().getJobs();
    }

    @Test
    default void handsOutAsManyJobsAsFitIntoAMessage() {
        engine().deploy(process("large", s -> s.serviceTask("Task", t -> t.zeebeJobType("large"))));
        for (int i = 0; i < 6; i++) {
            engine().start("large", Map.of("text", "x".repeat(1_000_000)));
        }

        List<ActivatedJob> first = activate("large");
        List<ActivatedJob> second = activate("large");

        assertThat(first).hasSize(4);
        assertThat(second).hasSize(2);
    }

    @Test
    default void raisesAnIncidentForAJobThatNoMessageHolds() {
        try (JobWorker worker = engine().client().newWorker().jobType("huge").handler((c, job) -> {
            throw new AssertionError("No message holds it");
        }).streamEnabled(true).open()) {
            engine().deploy(process("huger", s -> s.intermediateCatchEvent("Wait")
                    .message(m -> m.name("huger").zeebeCorrelationKeyExpression("id"))
                    .serviceTask("Task", t -> t.zeebeJobType("huge"))));
            long larger = engine().start("huger", Map.of("id", "h"));
            for (String name : List.of("b", "c", "d", "e", "f")) {
                engine().client().newSetVariablesCommand(larger).variables(Map.of(name, "x".repeat(1_000_000))).send()
                        .join();
            }

            engine().publish("huger", "h");

            assertThat(engine().incident(larger).getErrorType()).isEqualTo(IncidentErrorType.MESSAGE_SIZE_EXCEEDED);
        }
    }

    @Test
    default void givesAMessageThatIsThrownToAWorker() {
        engine().deploy(Bpmn.createExecutableProcess("throws").startEvent()
                .intermediateThrowEvent("Tell").message("told")
                .zeebeJobType("tell").zeebeOutputExpression("answer", "first")
                .endEvent("TellAll").message("told").zeebeJobTypeExpression("\"tell\" + \"-all\"")
                .zeebeJobRetriesExpression("tries").done());
        long key = engine().start("throws", Map.of("tries", 7));

        engine().complete(engine().job("tell"), Map.of("answer", 1));
        ActivatedJob atTheEnd = engine().job("tell-all");

        assertThat(atTheEnd.getElementId()).isEqualTo("TellAll");
        assertThat(atTheEnd.getRetries()).isEqualTo(7);
        assertThat(atTheEnd.getVariablesAsMap()).isEqualTo(Map.of("tries", 7, "first", 1));
        engine().complete(atTheEnd, Map.of());
        engine().awaitCompletion(key);
    }

    @Test
    default void raisesAnIncidentForRetriesThatAreNone() {
        engine().deploy(process("no-retries", s -> s.serviceTask("Task",
                t -> t.zeebeJobType("no-retries").zeebeJobRetriesExpression("tries"))));
        long key = engine().start("no-retries", Map.of("tries", "many"));

        assertThat(engine().incident(key).getErrorMessage())
                .contains("Expected result of the expression 'tries' to be 'NUMBER', but was 'STRING'");
        engine().client().newSetVariablesCommand(key).variables(Map.of("tries", 2)).send().join();
        engine().resolve(key);

        assertThat(engine().job("no-retries").getRetries()).isEqualTo(2);
    }

    @Test
    default void refusesAJobThatBacksOff() {
        engine().deploy(process("backs-off", s -> s.serviceTask("Task", t -> t.zeebeJobType("backs-off"))));
        engine().start("backs-off", Map.of());
        ActivatedJob job = engine().job("backs-off");
        engine().client().newFailCommand(job).retries(2).retryBackoff(Duration.ofMinutes(5)).send().join();

        assertThatThrownBy(() -> engine().complete(job, Map.of())).hasMessageContaining("it is in state 'FAILED'");
    }

    @Test
    default void cancelsNoInstanceThatAnotherOneCalled() {
        engine().deploy(process("callee", s -> s.serviceTask("Task", t -> t.zeebeJobType("callee"))));
        engine().deploy(process("caller", s -> s.callActivity("Call", c -> c.zeebeProcessId("callee"))));
        long caller = engine().start("caller", Map.of());
        ActivatedJob job = engine().job("callee");

        assertThatThrownBy(() -> engine().client().newCancelInstanceCommand(job.getProcessInstanceKey()).send().join())
                .hasMessageContaining("Cancel the root process instance '%d' instead", caller);
        engine().complete(job, Map.of());
        engine().awaitCompletion(caller);
    }

    @Test
    default void raisesAnIncidentForACompletionConditionThatIsNull() {
        engine().deploy(process("enough", s -> s.serviceTask("Each", t -> t.zeebeJobType("enough")
                .multiInstance(m -> m.sequential().zeebeInputCollectionExpression("[1, 2]")
                        .completionCondition("=enough")))));
        long key = engine().start("enough", Map.of());
        engine().complete("enough");
        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR);

        engine().client().newSetVariablesCommand(key).variables(Map.of("enough", true)).send().join();
        engine().resolve(key);

        engine().awaitCompletion(key);
    }

    @Test
    default void repeatsATimerThatIsDueFasterThanTheEngineLooks() {
        engine().deploy(Bpmn.createExecutableProcess("fast-cycle").startEvent()
                .serviceTask("Slow", t -> t.zeebeJobType("fast-cycle"))
                .boundaryEvent("Again", b -> b.cancelActivity(false).timerWithCycle("R5/PT0.05S")).endEvent()
                .moveToActivity("Slow").endEvent().done());
        long key = engine().start("fast-cycle", Map.of());

        await().untilAsserted(() -> assertThat(engine().elements(key))
                .filteredOn(e -> e.getElementId().equals("Again")).hasSize(5));
        engine().complete("fast-cycle");
        engine().awaitCompletion(key);
    }
}
