package lifeboat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.response.PublishMessageResponse;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No message is lost, whoever comes first. */
interface MessageBehaviours {

    RunningEngine engine();

    private CamundaFuture<PublishMessageResponse> send(String name, String key, String id,
            Map<String, Object> variables) {
        return engine().client().newPublishMessageCommand().messageName(name).correlationKey(key).messageId(id)
                .timeToLive(Duration.ofMinutes(5)).variables(variables).send();
    }

    @Test
    default void keepsMessagesOfOneKeyForCatchEventsThatComeOneAfterTheOther() {
        for (int i = 1; i <= 3; i++) {
            send("part", "k", "part-" + i, Map.of("n", i)).join();
        }
        engine().deploy(Bpmn.createExecutableProcess("parts").startEvent()
                .intermediateCatchEvent("First").message(m -> m.name("part").zeebeCorrelationKeyExpression("id"))
                .serviceTask("One", t -> t.zeebeJobType("parts-one"))
                .intermediateCatchEvent("Second").message(m -> m.name("part").zeebeCorrelationKeyExpression("id"))
                .serviceTask("Two", t -> t.zeebeJobType("parts-two")).endEvent().done());

        engine().start("parts", Map.of("id", "k"));

        ActivatedJob one = engine().job("parts-one");
        assertThat(one.getVariable("n")).isEqualTo(1);
        engine().complete(one, Map.of());
        assertThat(engine().job("parts-two").getVariable("n")).isEqualTo(2);
    }

    @Test
    default void losesNoMessageWhetherItOrTheInstanceComesFirst() {
        int instances = 100;
        engine().deploy(Bpmn.createExecutableProcess("many").startEvent()
                .intermediateCatchEvent("Wait").message(m -> m.name("many").zeebeCorrelationKeyExpression("id"))
                .serviceTask("Got", t -> t.zeebeJobType("many-got")).endEvent().done());

        List<CamundaFuture<?>> commands = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            commands.add(send("many", "k" + i, "many-" + i, Map.of("n", i)));
            commands.add(engine().client().newCreateInstanceCommand().bpmnProcessId("many").latestVersion()
                    .variables(Map.of("id", "k" + i)).send());
        }
        commands.forEach(CamundaFuture::join);

        Set<Object> got = new HashSet<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            engine().client().newActivateJobsCommand().jobType("many-got").maxJobsToActivate(instances)
                    .requestTimeout(Duration.ofSeconds(1)).send().join().getJobs()
                    .forEach(job -> got.add(job.getVariable("n")));
            return got.size() == instances;
        });
        assertThat(got).isEqualTo(new HashSet<>(IntStream.range(0, instances).boxed().toList()));
    }

    @Test
    default void acceptsOneOfManyMessagesWithOneIdAtOnce() {
        List<CamundaFuture<PublishMessageResponse>> commands = IntStream.range(0, 100)
                .mapToObj(i -> send("crowd", "k", "the-one", Map.of())).toList();

        assertThat(commands.stream().filter(MessageBehaviours::isAccepted).count()).isEqualTo(1);
    }

    private static boolean isAccepted(CamundaFuture<?> command) {
        try {
            command.join();
            return true;
        } catch (ClientException e) {
            assertThat(e).hasMessageContaining("already published");
            return false;
        }
    }

    @Test
    default void startsEveryProcessThatAMessageStarts() {
        for (String id : List.of("shared-a", "shared-b")) {
            engine().deploy(Bpmn.createExecutableProcess(id).startEvent("Start").message("shared")
                    .serviceTask("Work", t -> t.zeebeJobType(id)).endEvent().done());
        }

        engine().publish("shared", "");

        engine().complete("shared-a", "shared-b");
    }

    @Test
    default void startsTheNextInstanceOfAKeyWhenTheOneBeforeEnds() {
        engine().deploy(Bpmn.createExecutableProcess("queue").startEvent("Start").message("queue")
                .serviceTask("Work", t -> t.zeebeJobType("queue-work")).endEvent().done());
        for (int i = 1; i <= 3; i++) {
            send("queue", "k", "queue-" + i, Map.of("n", i)).join();
        }

        for (int i = 1; i <= 3; i++) {
            ActivatedJob job = engine().job("queue-work");
            assertThat(job.getVariable("n")).isEqualTo(i);
            engine().complete(job, Map.of());
        }
    }
}
