package lifeboat.embedded;

import static java.util.Map.entry;
import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.response.Incident;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded engine as a Camunda 8 client sees it, whichever protocol it prefers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineBehaviours implements ActivityBehaviours, EventBehaviours, JobBehaviours, MessageBehaviours,
        UserTaskBehaviours, ListenerBehaviours, TaskListenerBehaviours,
        MigrationBehaviours {

    final RunningEngine engine;

    EngineBehaviours(RunningEngine engine) {
        this.engine = engine;
    }

    @Override
    public RunningEngine engine() {
        return engine;
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void endsAndCancelsAnInstanceWithANullVariable() {
        engine().deploy(process("nothing", s -> s.serviceTask("A", t -> t.zeebeJobType("nothing-a"))));
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("nothing", null);
        long ends = engine().start("nothing", nothing);
        ActivatedJob job = engine().job("nothing-a");
        assertThat(job.getVariablesAsMap()).containsEntry("nothing", null);
        Map<String, Object> result = new HashMap<>();
        result.put("result", null);
        engine().complete(job, result);
        engine().awaitCompletion(ends);

        long cancelled = engine().start("nothing", nothing);
        engine().client().newCancelInstanceCommand(cancelled).send().join();
        engine().awaitCompletion(cancelled);
    }

    @Test
    void reportsOneHealthyPartition() {
        var topology = engine.client().newTopologyRequest().send().join();

        assertThat(topology.getPartitionsCount()).isEqualTo(1);
        assertThat(topology.getGatewayVersion()).startsWith("8.8.");
    }

    @Test
    void keepsTheVersionOfAnUnchangedResource() {
        var first = process("versions", s -> s.serviceTask("A", t -> t.zeebeJobType("versions-a")));
        var second = process("versions", s -> s.serviceTask("B", t -> t.zeebeJobType("versions-b")));

        assertThat(deployedVersion(first)).isEqualTo(1);
        assertThat(deployedVersion(first)).isEqualTo(1);
        assertThat(deployedVersion(second)).isEqualTo(2);
    }

    private int deployedVersion(io.camunda.zeebe.model.bpmn.BpmnModelInstance model) {
        return engine.client().newDeployResourceCommand().addProcessModel(model, "versions.bpmn").send().join()
                .getProcesses().get(0).getVersion();
    }

    @Test
    void refusesWhatItCannotRunByElementIdAndReason() {
        var model = Bpmn.createExecutableProcess("refused").zeebeEndExecutionListener("listens").startEvent()
                .endEvent().done();

        assertThatThrownBy(() -> engine.deploy(model)).isInstanceOf(ClientException.class)
                .hasMessageContaining("INVALID_ARGUMENT").hasMessageContaining("Element: refused")
                .hasMessageContaining("an execution listener for the end of a process is not supported");
    }

    /** A file's name tells what is unusual in it. */
    @ParameterizedTest
    @ValueSource(strings = {"boundary-without-outgoing", "non-executable-pool"})
    void deploysWhatZeebeAccepts(String model) {
        var deployed = engine.client().newDeployResourceCommand().addResourceFromClasspath("models/" + model + ".bpmn")
                .send().join();

        assertThat(deployed.getProcesses()).hasSize(1);
    }

    @Test
    void tellsAnIncidentOfACalledProcessOnceAndStillDoesWhenItIsCancelled() {
        engine.deploy(process("fails-inside", s -> s.scriptTask("Script",
                t -> t.zeebeExpression("assert(x, x > 1)").zeebeResultVariable("r"))));
        engine.deploy(process("calls-failing", s -> s.callActivity("Call", c -> c.zeebeProcessId("fails-inside"))));
        long caller = engine.start("calls-failing", Map.of("x", 1));
        await().until(() -> engine.client().newProcessInstanceSearchRequest().filter(f -> f.hasIncident(true)
                .processInstanceKey(caller)).send().join().items().size() == 1);

        eventually(() -> assertThat(engine.incidents(caller)).isEmpty());
        eventually(() -> assertThat(engine.elements(caller)).isNotEmpty());
        engine.client().newCancelInstanceCommand(caller).send().join();
        engine.awaitCompletion(caller);

        eventually(() -> assertThat(engine.elements(caller)).isNotEmpty());
        eventually(() -> assertThat(engine.client().newElementInstanceSearchRequest().send().join().items())
                .isNotEmpty());
    }

    @Test
    void refusesAJobAtAnEventThatIsNoMessage() throws Exception {
        String model = Bpmn.convertToString(Bpmn.createExecutableProcess("no-message").startEvent()
                .endEvent("End").error("E").done()).replaceFirst("(<(?:bpmn:)?endEvent [^>]*>)",
                "$1<bpmn:extensionElements xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL'><z:taskDefinition "
                        + "xmlns:z='http://camunda.org/schema/zeebe/1.0' type='x'/></bpmn:extensionElements>");

        assertThatThrownBy(() -> engine.deploy(model)).hasMessageContaining("Element: End")
                .hasMessageContaining("zeebe:taskDefinition on a endEvent is not supported");
    }

    @Test
    void refusesWhatZeebeRejects() {
        var model = Bpmn.createExecutableProcess("rejected").startEvent().serviceTask("Undefined").endEvent().done();

        assertThatThrownBy(() -> engine.deploy(model)).hasMessageContaining("Element: Undefined")
                .hasMessageContaining("taskDefinition");
    }

    @Test
    void refusesAnExpressionThatDoesNotParse() {
        var model = process("syntax", s -> s.serviceTask("Task",
                t -> t.zeebeJobType("x").zeebeInputExpression("1 +", "y")));

        assertThatThrownBy(() -> engine.deploy(model)).hasMessageContaining("Element: Task")
                .hasMessageContaining("failed to parse expression '1 +'");
    }

    @Test
    void refusesAnUnknownProcess() {
        assertThatThrownBy(() -> engine.start("nowhere", Map.of())).hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("Expected to find process definition with process ID 'nowhere', but none found");
    }

    @Test
    void refusesOtherTenantsAndTags() {
        engine.deploy(process("tenants", s -> s.manualTask()));
        var create = engine.client().newCreateInstanceCommand().bpmnProcessId("tenants").latestVersion();

        assertThatThrownBy(() -> engine.client().newPublishMessageCommand().messageName("m").correlationKey("k")
                .tenantId("acme").send().join()).hasMessageContaining("tenant identifier 'acme', but multi-tenancy is "
                + "disabled");
        assertThatThrownBy(() -> engine.client().newActivateJobsCommand().jobType("t").maxJobsToActivate(1)
                .tenantIds("acme").send().join()).hasMessageContaining("multi-tenancy is disabled");
        assertThatThrownBy(() -> create.tags("urgent").send().join()).hasMessageContaining("tags [urgent]");
        assertThatThrownBy(() -> create.tenantId("acme").send().join())
                .hasMessageContaining("tenant identifier 'acme'");
    }

    @Test
    void givesAWorkerWhatItNeeds() {
        engine.deploy(process("work", s -> s.serviceTask("Task", t -> t.zeebeJobType("work").zeebeJobRetries("7")
                .zeebeTaskHeader("device", "cp1"))));
        long key = engine.start("work", Map.of("vlan", 100, "name", "vidéo", "list", List.of(1, "a", true)));

        ActivatedJob job = engine.job("work");

        assertThat(job.getProcessInstanceKey()).isEqualTo(key);
        assertThat(job.getBpmnProcessId()).isEqualTo("work");
        assertThat(job.getElementId()).isEqualTo("Task");
        assertThat(job.getRetries()).isEqualTo(7);
        assertThat(job.getCustomHeaders()).containsExactly(entry("device", "cp1"));
        assertThat(job.getVariablesAsMap()).containsEntry("vlan", 100).containsEntry("name", "vidéo")
                .containsEntry("list", List.of(1, "a", true));
        engine.complete(job, Map.of());
    }

    @Test
    void returnsTheVariablesOfAnInstanceThatIsAwaited() {
        engine.deploy(process("result", s -> s.serviceTask("Task", t -> t.zeebeJobType("result"))));
        var result = engine.client().newCreateInstanceCommand().bpmnProcessId("result").latestVersion()
                .variables(Map.of("a", 1)).withResult().requestTimeout(Duration.ofSeconds(15)).send();

        engine.complete(engine.job("result"), Map.of("b", "x".repeat(10_000)));

        assertThat(result.join().getVariablesAsMap()).containsEntry("a", 1).containsEntry("b", "x".repeat(10_000));
    }

    @Test
    void mapsVariablesInAndOut() {
        engine.deploy(process("mapping", s -> s
                .serviceTask("In", t -> t.zeebeJobType("mapping-in").zeebeInputExpression("a + 1", "local.next")
                        .zeebeOutputExpression("answer", "result.value"))
                .serviceTask("After", t -> t.zeebeJobType("mapping-after"))));
        engine.start("mapping", Map.of("a", 1));

        ActivatedJob in = engine.job("mapping-in");
        assertThat(in.getVariablesAsMap()).containsEntry("local", Map.of("next", 2));
        engine.complete(in, Map.of("answer", 42, "dropped", true));

        ActivatedJob after = engine.job("mapping-after");
        assertThat(after.getVariablesAsMap()).containsEntry("result", Map.of("value", 42))
                .doesNotContainKeys("local", "answer", "dropped");
        engine.complete(after, Map.of());
    }

    /** What is only copied is not looked into: a large one, a small one, one that is not there. */
    @Test
    void copiesVariablesInAndOut() {
        Map<String, Object> large = Map.of("deep", List.of(1, "x".repeat(10_000)));
        engine.deploy(process("copies", s -> s
                .serviceTask("In", t -> t.zeebeJobType("copies-in").zeebeInputExpression("large", "copy")
                        .zeebeInputExpression("small", "small").zeebeInputExpression("missing", "none")
                        .zeebeOutputExpression("copy", "out"))
                .serviceTask("After", t -> t.zeebeJobType("copies-after"))));
        engine.start("copies", Map.of("large", large, "small", 1));

        ActivatedJob in = engine.job("copies-in");
        assertThat(in.getVariablesAsMap()).containsEntry("copy", large).containsEntry("small", 1)
                .containsEntry("none", null);
        engine.complete(in, Map.of("small", 2));

        ActivatedJob after = engine.job("copies-after");
        assertThat(after.getVariablesAsMap()).containsEntry("out", large).containsEntry("small", 1)
                .doesNotContainKeys("copy", "none");
        engine.complete(after, Map.of());
    }

    @Test
    void aLaterMappingSeesWhatAnEarlierOneHasMade() {
        engine.deploy(process("order", s -> s.serviceTask("In", t -> t.zeebeJobType("order")
                .zeebeInputExpression("b", "a").zeebeInputExpression("a", "c"))));
        engine.start("order", Map.of("a", "old", "b", "new"));

        ActivatedJob job = engine.job("order");
        assertThat(job.getVariablesAsMap()).containsEntry("a", "new").containsEntry("c", "new");
        engine.complete(job, Map.of());
    }

    @Test
    void retriesAFailedJobAfterItsBackOffAndThenRaisesAnIncident() {
        engine.deploy(process("failing", s -> s.serviceTask("Task", t -> t.zeebeJobType("failing"))));
        long key = engine.start("failing", Map.of());

        engine.client().newFailCommand(engine.job("failing")).retries(1).errorMessage("not yet")
                .retryBackoff(Duration.ofMillis(50)).send().join();
        ActivatedJob again = engine.job("failing");
        assertThat(again.getRetries()).isEqualTo(1);
        engine.client().newFailCommand(again).retries(0).errorMessage("cp1 does not answer").send().join();

        Incident incident = engine.incident(key);
        assertThat(incident.getErrorType()).isEqualTo(IncidentErrorType.JOB_NO_RETRIES);
        assertThat(incident.getErrorMessage()).isEqualTo("cp1 does not answer");
        assertThat(incident.getJobKey()).isEqualTo(again.getKey());
        assertThat(incident.getElementId()).isEqualTo("Task");
        assertThatThrownBy(() -> engine.complete(again, Map.of())).hasMessageContaining("is in state 'FAILED'");

        engine.client().newUpdateRetriesCommand(again.getKey()).retries(3).send().join();
        eventually(() -> assertThat(engine.incidents(key)).hasSize(1));
        engine.client().newResolveIncidentCommand(incident.getIncidentKey()).send().join();
        ActivatedJob resolved = engine.job("failing");
        assertThat(resolved.getRetries()).isEqualTo(3);
        engine.complete(resolved, Map.of());
        eventually(() -> assertThat(engine.incidents(key)).isEmpty());
        engine.awaitCompletion(key);
    }

    @Test
    void catchesAnErrorByItsCode() {
        engine.deploy(process("error", s -> s.serviceTask("Task", t -> t.zeebeJobType("error"))
                .boundaryEvent("Refused", b -> b.error("REFUSED").zeebeOutputExpression("failure", "reason"))
                .serviceTask("Undo", t -> t.zeebeJobType("error-undo")).endEvent().moveToActivity("Task")));
        engine.start("error", Map.of());

        engine.client().newThrowErrorCommand(engine.job("error")).errorCode("REFUSED").errorMessage("no capacity")
                .variables(Map.of("failure", "no capacity", "other", 1)).send().join();

        ActivatedJob undo = engine.job("error-undo");
        assertThat(undo.getVariablesAsMap()).isEqualTo(Map.of("reason", "no capacity"));
        engine.complete(undo, Map.of());
    }

    @Test
    void raisesAnIncidentForAnErrorNobodyCatches() {
        engine.deploy(process("uncaught", s -> s.serviceTask("Task", t -> t.zeebeJobType("uncaught"))));
        long key = engine.start("uncaught", Map.of());
        ActivatedJob job = engine.job("uncaught");

        engine.client().newThrowErrorCommand(job).errorCode("BOOM").errorMessage("it did").send().join();

        Incident incident = engine.incident(key);
        assertThat(incident.getErrorType()).isEqualTo(IncidentErrorType.UNHANDLED_ERROR_EVENT);
        assertThat(incident.getErrorMessage())
                .startsWith("Expected to throw an error event with the code 'BOOM' with message 'it did', but it was "
                        + "not caught");
        engine.client().newResolveIncidentCommand(incident.getIncidentKey()).send().join();
        engine.complete(engine.job("uncaught"), Map.of());
        engine.awaitCompletion(key);
    }

    @Test
    void raisesAnIncidentForAConditionThatFailsAndGoesOnOnceItHolds() {
        engine.deploy(Bpmn.createExecutableProcess("condition").startEvent().exclusiveGateway("Which")
                .sequenceFlowId("yes").conditionExpression("wanted > 3")
                .serviceTask("Yes", t -> t.zeebeJobType("condition-yes")).endEvent()
                .moveToLastExclusiveGateway().defaultFlow()
                .serviceTask("No", t -> t.zeebeJobType("condition-no")).endEvent()
                .done());
        long key = engine.start("condition", Map.of("wanted", "x"));

        await().untilAsserted(() -> assertThat(engine.incidents(key)).singleElement()
                .satisfies(i -> assertThat(i.getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR)));
        engine.client().newSetVariablesCommand(key).variables(Map.of("wanted", 4)).send().join();
        engine.client().newResolveIncidentCommand(engine.incident(key).getIncidentKey()).send().join();

        engine.complete("condition-yes");
        engine.awaitCompletion(key);
    }

    @Test
    void raisesAnIncidentIfNoConditionHoldsAndThereIsNoDefault() {
        engine.deploy(Bpmn.createExecutableProcess("nodefault").startEvent().exclusiveGateway("Which")
                .conditionExpression("wanted = 1").endEvent("One").moveToLastExclusiveGateway()
                .conditionExpression("wanted = 3").endEvent("Three").done());
        long key = engine.start("nodefault", Map.of("wanted", 2));

        await().untilAsserted(() -> assertThat(engine.incidents(key)).singleElement().satisfies(i -> {
            assertThat(i.getErrorType()).isEqualTo(IncidentErrorType.CONDITION_ERROR);
            assertThat(i.getElementId()).isEqualTo("Which");
        }));
    }

    @Test
    void raisesAnIncidentForATimerThatIsNoDuration() {
        engine.deploy(process("badtimer", s -> s.serviceTask("Slow", t -> t.zeebeJobType("badtimer"))
                .boundaryEvent("Late", b -> b.timerWithDurationExpression("limit")).endEvent()
                .moveToActivity("Slow")));
        long key = engine.start("badtimer", Map.of());

        await().untilAsserted(() -> assertThat(engine.incidents(key)).singleElement().satisfies(i -> {
            assertThat(i.getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR);
            assertThat(i.getErrorMessage()).startsWith("Expected result of the expression 'limit' to be one of "
                    + "'[DURATION, PERIOD, STRING]', but was 'NULL'.");
        }));
        engine.client().newSetVariablesCommand(key).variables(Map.of("limit", "PT1H")).send().join();
        engine.client().newResolveIncidentCommand(engine.incident(key).getIncidentKey()).send().join();
        engine.complete("badtimer");
        engine.awaitCompletion(key);
    }

    @Test
    void raisesAnIncidentForAnInputMappingThatFails() {
        engine.deploy(process("badinput", s -> s.serviceTask("Task", t -> t.zeebeJobType("badinput")
                .zeebeInputExpression("assert(x, x != null)", "y"))));
        long key = engine.start("badinput", Map.of());

        await().untilAsserted(() -> assertThat(engine.incidents(key)).singleElement()
                .satisfies(i -> assertThat(i.getErrorType()).isEqualTo(IncidentErrorType.IO_MAPPING_ERROR)));
        engine.client().newSetVariablesCommand(key).variables(Map.of("x", 1)).send().join();
        engine.client().newResolveIncidentCommand(engine.incident(key).getIncidentKey()).send().join();
        assertThat(engine.job("badinput").getVariable("y")).isEqualTo(1);
    }

    @Test
    void answersUnknownKeys() {
        assertThatThrownBy(() -> engine.client().newCompleteCommand(987654321L).send().join())
                .hasMessageContaining("Expected to complete job with key '987654321', but no such job was found");
        assertThatThrownBy(() -> engine.client().newResolveIncidentCommand(987654321L).send().join())
                .hasMessageContaining("Expected to resolve incident with key '987654321'");
        assertThatThrownBy(() -> engine.client().newSetVariablesCommand(987654321L).variables(Map.of("a", 1)).send()
                .join()).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void raisesAnIncidentForAnOutputMappingThatFailsAndRepeatsOnlyTheMapping() {
        engine.deploy(process("output", s -> s.serviceTask("Task", t -> t.zeebeJobType("output")
                .zeebeOutputExpression("assert(missing, missing != null)", "got"))));
        long key = engine.start("output", Map.of());

        engine.complete("output");
        eventually(() -> assertThat(engine.incidents(key)).singleElement()
                .satisfies(i -> assertThat(i.getErrorType()).isEqualTo(IncidentErrorType.IO_MAPPING_ERROR)));
        engine.client().newSetVariablesCommand(key).variables(Map.of("missing", 1)).send().join();
        engine.client().newResolveIncidentCommand(engine.incident(key).getIncidentKey()).send().join();

        engine.awaitCompletion(key);
    }

    @Test
    void runsBranchesInParallel() {
        engine.deploy(Bpmn.createExecutableProcess("parallel").startEvent().parallelGateway("Fork")
                .serviceTask("A", t -> t.zeebeJobType("parallel-a")).parallelGateway("Join")
                .moveToNode("Fork").serviceTask("B", t -> t.zeebeJobType("parallel-b")).connectTo("Join")
                .endEvent().done());
        long key = engine.start("parallel", Map.of());

        ActivatedJob a = engine.job("parallel-a");
        ActivatedJob b = engine.job("parallel-b");
        engine.complete(b, Map.of());
        assertThat(engine.isCompleted(key)).isFalse();
        engine.complete(a, Map.of());

        engine.awaitCompletion(key);
    }

    @Test
    void interruptsATaskWhenItsTimerFires() {
        engine.deploy(process("timer", s -> s.serviceTask("Slow", t -> t.zeebeJobType("timer-slow"))
                .boundaryEvent("Late", b -> b.timerWithDurationExpression("limit"))
                .serviceTask("TooLate", t -> t.zeebeJobType("timer-late")).endEvent().moveToActivity("Slow")));
        engine.start("timer", Map.of("limit", "PT0.2S"));
        ActivatedJob slow = engine.job("timer-slow");

        engine.complete("timer-late");

        assertThatThrownBy(() -> engine.complete(slow, Map.of())).hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("no such job was found");
    }

    @Test
    void startsOneInstanceForEachCorrelationKeyAtATime() {
        engine.deploy(Bpmn.createExecutableProcess("alarm").startEvent().message("alarm")
                .serviceTask("Task", t -> t.zeebeJobType("alarm")).endEvent().done());
        publish("alarm", "video", Duration.ZERO, Map.of("n", 1));
        ActivatedJob first = engine.job("alarm");

        publish("alarm", "video", Duration.ZERO, Map.of("n", 2));
        publish("alarm", "video", Duration.ofMinutes(1), Map.of("n", 3));
        publish("alarm", "audio", Duration.ZERO, Map.of("n", 4));

        ActivatedJob other = engine.job("alarm");
        assertThat(other.getVariable("n")).isEqualTo(4);
        engine.complete(first, Map.of());
        ActivatedJob buffered = engine.job("alarm");
        assertThat(buffered.getVariable("n")).isEqualTo(3);
        engine.complete(buffered, Map.of());
        engine.complete(other, Map.of());
    }

    @Test
    void publishesAMessageWithAnIdOnce() {
        Runnable publish = () -> engine.client().newPublishMessageCommand().messageName("once").correlationKey("k")
                .messageId("42").timeToLive(Duration.ofMinutes(1)).send().join();
        publish.run();

        assertThatThrownBy(publish::run).hasMessageContaining("ALREADY_EXISTS")
                .hasMessageContaining("a message with that id was already published");
    }

    private void publish(String name, String key, Duration timeToLive, Map<String, Object> variables) {
        engine.client().newPublishMessageCommand().messageName(name).correlationKey(key).timeToLive(timeToLive)
                .variables(variables).send().join();
    }

    @Test
    void undoesFromInsideWhenAMessageInterruptsASubProcess() {
        engine.deploy(Bpmn.createExecutableProcess("undo").startEvent()
                .subProcess("Main", sub -> {
                    sub.embeddedSubProcess().startEvent()
                            .serviceTask("One", t -> t.zeebeJobType("undo-one")
                                    .boundaryEvent("One_Done", b -> b.compensation(
                                            c -> c.serviceTask("UndoOne").zeebeJobType("undo-undo-one"))))
                            .serviceTask("Two", t -> t.zeebeJobType("undo-two")).endEvent();
                    sub.embeddedSubProcess().eventSubProcess("Aborted", e -> e.startEvent("Abort").interrupting(true)
                            .message(m -> m.name("abort").zeebeCorrelationKeyExpression("id"))
                            .serviceTask("Mark", t -> t.zeebeJobType("undo-mark"))
                            .intermediateThrowEvent("Throw", i -> i.compensateEventDefinition().activityRef("One")
                                    .compensateEventDefinitionDone())
                            .endEvent());
                })
                .serviceTask("After", t -> t.zeebeJobType("undo-after")).endEvent().done());
        long key = engine.start("undo", Map.of("id", "m1"));
        engine.complete("undo-one");
        engine.job("undo-two");

        publish("abort", "m1", Duration.ZERO, Map.of());

        engine.complete("undo-mark", "undo-undo-one", "undo-after");
        engine.awaitCompletion(key);
    }

    @Test
    void interruptsATaskByAMessage() {
        engine.deploy(Bpmn.createExecutableProcess("interrupted").startEvent()
                .serviceTask("Slow", t -> t.zeebeJobType("slow"))
                .boundaryEvent("Stopped", b -> b.message(m -> m.name("halt").zeebeCorrelationKeyExpression("id")))
                .serviceTask("Settle", t -> t.zeebeJobType("settle")).endEvent()
                .moveToActivity("Slow").endEvent().done());
        engine.start("interrupted", Map.of("id", "a"));
        ActivatedJob slow = engine.job("slow");
        engine.start("interrupted", Map.of("id", "b"));
        engine.job("slow");

        publish("halt", "a", Duration.ZERO, Map.of());

        ActivatedJob settle = engine.job("settle");
        assertThat(settle.getVariablesAsMap()).containsEntry("id", "a");
        assertThat(settle.getProcessInstanceKey()).isEqualTo(slow.getProcessInstanceKey());
        assertThatThrownBy(() -> engine.complete(slow, Map.of())).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void keepsAMessageForASubscriptionThatOpensLater() {
        engine.deploy(Bpmn.createExecutableProcess("early").startEvent()
                .serviceTask("Before", t -> t.zeebeJobType("early-before"))
                .subProcess("Main", sub -> {
                    sub.embeddedSubProcess().startEvent().serviceTask("Work", t -> t.zeebeJobType("early-work"))
                            .endEvent();
                    sub.embeddedSubProcess().eventSubProcess("Stop", e -> e.startEvent("StopNow").interrupting(true)
                            .message(m -> m.name("stop").zeebeCorrelationKeyExpression("id"))
                            .serviceTask("Stopped", t -> t.zeebeJobType("early-stopped")).endEvent());
                }).endEvent().done());
        engine.start("early", Map.of("id", "e1"));
        publish("stop", "e1", Duration.ofMinutes(1), Map.of());

        engine.complete("early-before", "early-stopped");
    }

    @Test
    void cancelsAnInstance() {
        engine.deploy(process("cancelled", s -> s.serviceTask("Task", t -> t.zeebeJobType("cancelled"))));
        long key = engine.start("cancelled", Map.of());
        ActivatedJob job = engine.job("cancelled");

        engine.client().newCancelInstanceCommand(key).send().join();

        assertThatThrownBy(() -> engine.complete(job, Map.of())).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> engine.client().newCancelInstanceCommand(key).send().join())
                .hasMessageContaining(("Expected to cancel a process instance with key '%d', but no such process was "
                        + "found").formatted(key));
    }

    @Test
    void handsAJobOutAgainWhenItsDeadlinePasses() {
        engine.deploy(process("deadline", s -> s.serviceTask("Task", t -> t.zeebeJobType("deadline"))));
        engine.start("deadline", Map.of());
        ActivatedJob lost = engine.job("deadline", Duration.ofMillis(100));

        ActivatedJob again = engine.job("deadline");

        assertThat(again.getKey()).isEqualTo(lost.getKey());
        engine.client().newUpdateTimeoutCommand(again).timeout(Duration.ofMinutes(2)).send().join();
        engine.complete(again, Map.of());
    }

    @Test
    void pushesJobsToAStream() {
        engine.deploy(process("streamed", s -> s.serviceTask("A", t -> t.zeebeJobType("streamed"))
                .serviceTask("B", t -> t.zeebeJobType("streamed"))));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var worker = engine.client().newWorker().jobType("streamed").handler((client, job) -> {
            seen.add(job.getElementId());
            client.newCompleteCommand(job).send().join();
        }).streamEnabled(true).pollInterval(Duration.ofMinutes(10)).open()) {
            long key = engine.start("streamed", Map.of());

            engine.awaitCompletion(key);
        }
        assertThat(seen).containsExactly("A", "B");
    }

    @Test
    void showsTheElementsOfAnInstance() {
        engine.deploy(process("history", s -> s.serviceTask("Task", t -> t.name("STEP 4").zeebeJobType("history"))));
        long key = engine.start("history", Map.of("service", "video"));
        engine.complete("history");

        var elements = await().until(() -> engine.client().newElementInstanceSearchRequest()
                .filter(f -> f.processInstanceKey(key)).sort(sort -> sort.startDate().asc()).send().join().items(),
                found -> found.size() == 3);

        assertThat(elements).extracting(e -> e.getElementId()).containsExactly("Start", "Task", "End");
        assertThat(elements.get(1).getElementName()).isEqualTo("STEP 4");
        assertThat(elements.get(1).getEndDate()).isNotNull();
        eventually(() -> assertThat(engine.client().newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId("history").variables(Map.of("service", "\"video\"")))
                .send().join().items()).hasSize(1));
        eventually(() -> assertThat(engine.client().newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId("history").variables(Map.of("service", "\"audio\"")))
                .send().join().items()).isEmpty());
    }

    @Test
    void tellsVariablesInTheirScopes() {
        engine.deploy(process("scopes", s -> s.serviceTask("Local", t -> t.zeebeJobType("scopes-local")
                .zeebeInputExpression("wanted * 2", "doubled"))));
        long key = engine.start("scopes", Map.of("wanted", 21, "names", List.of("a", "b"), "long", "x".repeat(9000)));
        ActivatedJob job = engine.job("scopes-local");

        var variables = await().until(() -> engine.client().newVariableSearchRequest()
                .filter(f -> f.processInstanceKey(key)).send().join().items(), found -> !found.isEmpty());

        assertThat(variables).extracting(v -> v.getName()).containsExactlyInAnyOrder("doubled", "long", "names",
                "wanted");
        assertThat(variables).filteredOn(v -> v.getName().equals("doubled")).singleElement().satisfies(v -> {
            assertThat(v.getValue()).isEqualTo("42");
            assertThat(v.getScopeKey()).isEqualTo(job.getElementInstanceKey());
        });
        assertThat(variables).filteredOn(v -> v.getName().equals("names")).singleElement().satisfies(v -> {
            assertThat(v.getValue()).isEqualTo("[\"a\",\"b\"]");
            assertThat(v.getScopeKey()).isEqualTo(key);
        });
        var cut = variables.stream().filter(v -> v.getName().equals("long")).findFirst().orElseThrow();
        assertThat(cut.isTruncated()).isTrue();
        eventually(() -> assertThat(engine.client().newVariableGetRequest(cut.getVariableKey()).send().join()
                .getValue())
                .isEqualTo("\"" + "x".repeat(9000) + "\""));
    }

    @Test
    void tellsDefinitionsAndTheFilesTheyCameFrom() {
        var model = process("told", s -> s.serviceTask("Task", t -> t.zeebeJobType("told")));
        engine.deploy(model);

        eventually(() -> assertThat(engine.client().newProcessDefinitionSearchRequest()
                .filter(f -> f.processDefinitionId("told")).send().join().items()).singleElement()
                .satisfies(definition -> {
                    assertThat(definition.getVersion()).isEqualTo(1);
                    assertThat(engine.client().newProcessDefinitionGetXmlRequest(
                            definition.getProcessDefinitionKey()).send().join()).isEqualTo(Bpmn.convertToString(model));
                }));
        eventually(() -> assertThatThrownBy(() -> engine.client().newProcessDefinitionGetRequest(1234567L).send()
                .join()).hasMessageContaining("NOT_FOUND").hasMessageContaining("'1234567' not found"));
    }

    @Test
    void tellsOneThingByItsKey() {
        engine.deploy(process("onething", s -> s.serviceTask("Task", t -> t.zeebeJobType("onething"))));
        long key = engine.start("onething", Map.of());
        ActivatedJob job = engine.job("onething");
        engine.client().newFailCommand(job).retries(0).errorMessage("no").send().join();
        Incident incident = engine.incident(key);

        eventually(() -> assertThat(engine.client().newProcessInstanceGetRequest(key).send().join().getHasIncident())
                .isTrue());
        eventually(() -> assertThat(engine.client().newElementInstanceGetRequest(job.getElementInstanceKey()).send()
                .join()
                .getElementId()).isEqualTo("Task"));
        eventually(() -> assertThat(engine.client().newIncidentGetRequest(incident.getIncidentKey()).send().join()
                .getErrorMessage())
                .isEqualTo("no"));

        engine.client().newUpdateRetriesCommand(job).retries(1).send().join();
        engine.client().newResolveIncidentCommand(incident.getIncidentKey()).send().join();
        engine.complete(engine.job("onething"), Map.of());
        eventually(() -> assertThat(engine.client().newIncidentGetRequest(incident.getIncidentKey()).send().join())
                .matches(resolved -> resolved.getState() == IncidentState.RESOLVED)
                .extracting(Incident::getElementInstanceKey).isEqualTo(job.getElementInstanceKey()));
    }

    @Test
    void waitsForAMessageAtACatchEventAndInAReceiveTask() {
        engine.deploy(process("waits", s -> s
                .intermediateCatchEvent("Event").message(m -> m.name("first").zeebeCorrelationKeyExpression("id"))
                .receiveTask("Task").message(m -> m.name("second").zeebeCorrelationKeyExpression("id"))
                .serviceTask("After", t -> t.zeebeJobType("waits-after"))));
        long key = engine.start("waits", Map.of("id", "w1"));

        publish("first", "w1", Duration.ofMinutes(1), Map.of("a", 1));
        publish("second", "other", Duration.ofMinutes(1), Map.of("b", 0));
        publish("second", "w1", Duration.ofMinutes(1), Map.of("b", 2));

        assertThat(engine.job("waits-after").getVariablesAsMap()).contains(entry("a", 1), entry("b", 2));
        eventually(() -> assertThat(engine.types(key)).contains(
                entry("Event", ElementInstanceType.INTERMEDIATE_CATCH_EVENT),
                entry("Task", ElementInstanceType.RECEIVE_TASK)));
    }

    @Test
    void waitsForATimerAtACatchEvent() {
        engine.deploy(process("sleeps", s -> s.intermediateCatchEvent("Sleep").timerWithDurationExpression("limit")
                .serviceTask("After", t -> t.zeebeJobType("sleeps-after"))));
        long key = engine.start("sleeps", Map.of("limit", "PT0.1S"));

        engine.job("sleeps-after");
        eventually(() -> assertThat(engine.types(key)).contains(
                entry("Sleep", ElementInstanceType.INTERMEDIATE_CATCH_EVENT)));
    }

    @Test
    void raisesAnIncidentForACorrelationKeyThatFails() {
        engine.deploy(process("nokey", s -> s
                .intermediateCatchEvent("Event").message(m -> m.name("m").zeebeCorrelationKeyExpression("missing"))));
        long key = engine.start("nokey", Map.of());

        await().untilAsserted(() -> assertThat(engine.incidents(key)).singleElement().satisfies(i ->
                assertThat(i.getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR)));
    }

    @Test
    void broadcastsASignalToEverybodyWhoWaits() {
        engine.deploy(process("hears", s -> s.intermediateCatchEvent("Hear").signal("bell")
                .serviceTask("After", t -> t.zeebeJobType("hears-after"))));
        engine.deploy(Bpmn.createExecutableProcess("woken").startEvent("Wake").signal("bell")
                .serviceTask("Woken", t -> t.zeebeJobType("woken")).endEvent().done());
        long one = engine.start("hears", Map.of());
        long other = engine.start("hears", Map.of());
        await().until(() -> isWaitingAt(one, "Hear") && isWaitingAt(other, "Hear"));

        engine.client().newBroadcastSignalCommand().signalName("bell").variables(Map.of("loud", true)).send().join();

        assertThat(List.of(engine.job("hears-after").getProcessInstanceKey(),
                engine.job("hears-after").getProcessInstanceKey())).containsExactlyInAnyOrder(one, other);
        assertThat(engine.job("woken").getVariablesAsMap()).containsEntry("loud", true);
        assertThatThrownBy(() -> engine.client().newBroadcastSignalCommand().signalName(" ").send().join())
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void endsTheOtherBranchesAtATerminateEndEvent() {
        engine.deploy(Bpmn.createExecutableProcess("terminates").startEvent().parallelGateway("Fork")
                .serviceTask("Slow", t -> t.zeebeJobType("terminates-slow")).endEvent()
                .moveToNode("Fork").serviceTask("Quick", t -> t.zeebeJobType("terminates-quick"))
                .endEvent("End").terminate().done());
        long key = engine.start("terminates", Map.of());
        ActivatedJob slow = engine.job("terminates-slow");

        engine.complete("terminates-quick");

        engine.awaitCompletion(key);
        assertThatThrownBy(() -> engine.complete(slow, Map.of())).hasMessageContaining("NOT_FOUND");
    }

    private boolean isWaitingAt(long key, String element) {
        return engine.client().newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key)
                .elementId(element).state(ElementInstanceState.ACTIVE)).send().join().items().size() == 1;
    }
}
