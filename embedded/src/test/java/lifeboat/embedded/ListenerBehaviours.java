package lifeboat.embedded;

import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.search.enums.JobKind;
import io.camunda.client.api.search.enums.ListenerEventType;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Execution listeners: jobs before an element begins and after it is done. */
interface ListenerBehaviours {

    RunningEngine engine();

    @Test
    default void doesTheJobsOfListenersBeforeAndAfterATask() {
        engine().deploy(process("listened", s -> s
                .serviceTask("Task", t -> t.zeebeJobType("listened-task").zeebeInputExpression("x + 1", "in")
                        .zeebeOutputExpression("result", "out").zeebeTaskHeader("h", "v")
                        .zeebeStartExecutionListener("listened-start").zeebeStartExecutionListener("listened-second")
                        .zeebeEndExecutionListener("listened-end", "5"))
                .serviceTask("After", t -> t.zeebeJobType("listened-after"))));
        long key = engine().start("listened", Map.of("x", 1));

        ActivatedJob start = engine().job("listened-start");
        assertThat(start.getVariablesAsMap()).isEqualTo(Map.of("x", 1, "in", 2));
        assertThat(start.getKind()).isEqualTo(JobKind.EXECUTION_LISTENER);
        assertThat(start.getListenerEventType()).isEqualTo(ListenerEventType.START);
        assertThat(start.getElementId()).isEqualTo("Task");
        assertThat(start.getCustomHeaders()).isEqualTo(Map.of("h", "v"));
        eventually(() -> assertThat(engine().client().newJobSearchRequest().filter(f -> f.processInstanceKey(key)
                .kind(JobKind.EXECUTION_LISTENER)).send().join().items()).singleElement()
                .satisfies(job -> assertThat(job.getListenerEventType()).isEqualTo(ListenerEventType.START)));
        engine().complete(start, Map.of("local", 1));
        engine().complete(engine().job("listened-second"), Map.of("local", 2));
        ActivatedJob own = engine().job("listened-task");
        assertThat(own.getVariablesAsMap()).isEqualTo(Map.of("x", 1, "in", 2, "local", 2));
        assertThat(own.getKind()).isEqualTo(JobKind.BPMN_ELEMENT);
        engine().complete(own, Map.of("result", 3));
        ActivatedJob end = engine().job("listened-end");
        assertThat(end.getVariablesAsMap()).containsEntry("out", 3);
        assertThat(end.getRetries()).isEqualTo(5);
        assertThat(end.getListenerEventType()).isEqualTo(ListenerEventType.END);
        engine().complete(end, Map.of("out", 4));
        assertThat(engine().job("listened-after").getVariablesAsMap()).isEqualTo(Map.of("x", 1, "out", 4));
        eventually(() -> assertThat(engine().elements(key)).filteredOn(element -> element.getElementId().equals("Task"))
                .singleElement().satisfies(task -> assertThat(task.getState())
                        .isEqualTo(ElementInstanceState.COMPLETED)));
    }

    /** Elements that need no worker of their own. */
    enum Listened {
        SCRIPT(() -> process("l-script", s -> s.scriptTask("E", t -> t.zeebeExpression("1").zeebeResultVariable("r")
                .zeebeStartExecutionListener("l-start").zeebeEndExecutionListener("l-end")))),
        MANUAL(() -> process("l-manual", s -> s.manualTask("E").zeebeStartExecutionListener("l-start")
                .zeebeEndExecutionListener("l-end"))),
        SUB_PROCESS(() -> process("l-sub", s -> s.subProcess("E", sub -> sub.zeebeStartExecutionListener("l-start")
                .zeebeEndExecutionListener("l-end").embeddedSubProcess().startEvent()
                .parallelGateway("Fork").endEvent().moveToNode("Fork").endEvent()))),
        THROW(() -> process("l-throw", s -> s.intermediateThrowEvent("E").signal("l-throw")
                .zeebeStartExecutionListener("l-start").zeebeEndExecutionListener("l-end"))),
        TIMER(() -> process("l-timer", s -> s.intermediateCatchEvent("E").timerWithDuration("PT0S")
                .zeebeStartExecutionListener("l-start").zeebeEndExecutionListener("l-end"))),
        END_EVENT(() -> Bpmn.createExecutableProcess("l-end-event").startEvent().endEvent("E")
                .zeebeStartExecutionListener("l-start").zeebeEndExecutionListener("l-end").done()),
        TERMINATE(() -> Bpmn.createExecutableProcess("l-terminate").startEvent().endEvent("E").terminate()
                .zeebeStartExecutionListener("l-start").zeebeEndExecutionListener("l-end").done()),
        MULTI_INSTANCE(() -> process("l-multi", s -> s.scriptTask("E", t -> t.zeebeExpression("1")
                .zeebeResultVariable("r").zeebeStartExecutionListener("l-start").zeebeEndExecutionListener("l-end")
                .multiInstance(m -> m.zeebeInputCollectionExpression("[1]").zeebeInputElement("i")
                        .zeebeOutputCollection("all").zeebeOutputElementExpression("i")))));

        private final Supplier<BpmnModelInstance> model;

        Listened(Supplier<BpmnModelInstance> model) {
            this.model = model;
        }
    }

    @ParameterizedTest
    @EnumSource
    default void listensToEveryKindOfElement(Listened listened) {
        BpmnModelInstance model = listened.model.get();
        engine().deploy(model);
        String process = model.getModelElementsByType(io.camunda.zeebe.model.bpmn.instance.Process.class).iterator()
                .next().getId();
        long key = engine().start(process, Map.of());

        ActivatedJob start = engine().job("l-start");
        assertThat(start.getElementId()).isEqualTo("E");
        assertThat(start.getProcessInstanceKey()).isEqualTo(key);
        engine().complete(start, Map.of());
        engine().complete(engine().job("l-end"), Map.of("ended", true));
        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().elements(key)).allSatisfy(element ->
                assertThat(element.getState()).isEqualTo(ElementInstanceState.COMPLETED)));
    }

    @Test
    default void listensToACallActivityAndToTheStartOfTheProcessThatIsCalled() {
        engine().deploy(Bpmn.createExecutableProcess("l-called").zeebeStartExecutionListener("l-called-start")
                .startEvent("Start").zeebeEndExecutionListener("l-called-event").endEvent().done());
        engine().deploy(process("l-calls", s -> s.callActivity("Call", c -> c.zeebeProcessId("l-called")
                .zeebeStartExecutionListener("l-call-start").zeebeEndExecutionListener("l-call-end"))));
        long key = engine().start("l-calls", Map.of());

        engine().complete("l-call-start");
        ActivatedJob called = engine().job("l-called-start");
        assertThat(called.getElementId()).isEqualTo("l-called");
        assertThat(called.getElementInstanceKey()).isEqualTo(called.getProcessInstanceKey()).isNotEqualTo(key);
        engine().complete(called, Map.of("of", "called"));
        assertThat(engine().job("l-called-event").getVariablesAsMap()).isEqualTo(Map.of("of", "called"));
    }

    @Test
    default void takesTheWayThatAListenerOfAGatewayChooses() {
        engine().deploy(Bpmn.createExecutableProcess("l-gateway").startEvent()
                .inclusiveGateway("Which").zeebeStartExecutionListener("l-gateway-start")
                .conditionExpression("way = \"a\"").serviceTask("A", t -> t.zeebeJobType("l-gateway-a")).endEvent()
                .moveToNode("Which").conditionExpression("way = \"b\"").endEvent().done());
        engine().start("l-gateway", Map.of());

        engine().complete(engine().job("l-gateway-start"), Map.of("way", "a"));
        engine().complete("l-gateway-a");
    }

    @Test
    default void keepsAMessageThatComesWhileAListenerIsAtWork() {
        engine().deploy(process("l-message", s -> s
                .intermediateCatchEvent("Catch", c -> c.message(m -> m.name("l-message")
                        .zeebeCorrelationKeyExpression("key"))).zeebeStartExecutionListener("l-message-start")));
        long key = engine().start("l-message", Map.of("key", "k"));
        ActivatedJob listener = engine().job("l-message-start");

        engine().publish("l-message", "k");
        engine().complete(listener, Map.of());

        engine().awaitCompletion(key);
    }

    @Test
    default void takesOneMessageAndLeavesTheNextToTheNextCatchEventWhileAListenerIsAtWork() {
        engine().deploy(process("l-two", s -> s
                .intermediateCatchEvent("First", c -> c.message(m -> m.name("l-two")
                        .zeebeCorrelationKeyExpression("key"))).zeebeStartExecutionListener("l-two-start")
                .zeebeEndExecutionListener("l-two-end")
                .intermediateCatchEvent("Second", c -> c.message("l-two"))));
        long key = engine().start("l-two", Map.of("key", "k2"));
        ActivatedJob start = engine().job("l-two-start");

        engine().publish("l-two", "k2");
        engine().publish("l-two", "k2");
        engine().complete(start, Map.of());
        engine().complete("l-two-end");

        engine().awaitCompletion(key);
    }

    @Test
    default void endsTheListenerOfAProcessThatIsInterrupted() {
        var process = Bpmn.createExecutableProcess("l-interrupted").zeebeStartExecutionListener("l-interrupted-start");
        process.eventSubProcess("Stop", stop -> stop.startEvent().interrupting(true)
                .message(m -> m.name("l-interrupted").zeebeCorrelationKeyExpression("key"))
                .serviceTask("Stopped", t -> t.zeebeJobType("l-interrupted-stopped")).endEvent());
        engine().deploy(process.startEvent().manualTask().endEvent().done());
        long key = engine().start("l-interrupted", Map.of("key", "k3"));
        ActivatedJob listener = engine().job("l-interrupted-start");

        engine().publish("l-interrupted", "k3");
        ActivatedJob stopped = engine().job("l-interrupted-stopped");

        assertThatThrownBy(() -> engine().complete(listener, Map.of())).hasMessageContaining("no such job was found");
        engine().complete(stopped, Map.of());
        engine().awaitCompletion(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<startEvent id=`E`>{start}</startEvent> | type 'start' are not supported by start events",
        "<exclusiveGateway id=`E`>{end}</exclusiveGateway> | type 'end' are not supported by gateway element",
        "<endEvent id=`E`>{end}<errorEventDefinition id=`d` errorRef=`Error`/></endEvent> | [error] end events",
        "<subProcess id=`S` triggeredByEvent=`true`><startEvent id=`E`>{end}<errorEventDefinition id=`d`/></startEvent>"
            + "</subProcess> | an event sub-process or its start event is not supported",
        "<task id=`E`>{start}{start}</task> | Found '2' duplicates based on eventType[start] and type[x]",
        "<task id=`E`>{none}</task> | Attribute 'type' must be present"})
    default void refusesListenersThatWouldNeverBeHeard(String element, String reason) {
        String listeners = element.replaceAll("(\\{\\w+})+", "<extensionElements><zeebe:executionListeners>$0"
                + "</zeebe:executionListeners></extensionElements>")
                .replace("{start}", "<zeebe:executionListener eventType='start' type='x'/>")
                .replace("{end}", "<zeebe:executionListener eventType='end' type='x'/>")
                .replace("{none}", "<zeebe:executionListener eventType='start'/>").replace('`', '"');

        assertThatThrownBy(() -> engine().deploy("""
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
                  <error id="Error" errorCode="bad"/>
                  <process id="l-refused" isExecutable="true"><startEvent id="Start"/>%s</process>
                </definitions>""".formatted(listeners))).hasMessageContaining(reason);
    }

    @Test
    default void raisesAnIncidentForAListenerThatFailed() {
        engine().deploy(process("l-fails", s -> s.userTask("Task", t -> t.zeebeUserTask()
                .zeebeStartExecutionListener("l-fails-start"))));
        long key = engine().start("l-fails", Map.of());
        ActivatedJob listener = engine().job("l-fails-start");

        engine().client().newFailCommand(listener).retries(0).errorMessage("no").send().join();
        var incident = engine().incident(key);
        assertThat(incident.getErrorType()).isEqualTo(IncidentErrorType.EXECUTION_LISTENER_NO_RETRIES);
        assertThat(incident.getErrorMessage()).isEqualTo("no");
        engine().client().newUpdateRetriesCommand(listener).retries(1).send().join();
        engine().resolve(key);
        engine().complete("l-fails-start");

        engine().awaitActive(key, "Task");
        await().until(() -> engine().client().newUserTaskSearchRequest().filter(f -> f.processInstanceKey(key)).send()
                .join().items().size() == 1);
    }

    @Test
    default void raisesAnIncidentIfTheElementCannotBeginThatAListenerLetsGoOn() {
        engine().deploy(process("l-nobody", s -> s.callActivity("Call", c -> c.zeebeProcessId("l-not-there")
                .zeebeStartExecutionListener("l-nobody-start"))));
        long key = engine().start("l-nobody", Map.of());

        engine().complete("l-nobody-start");

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.CALLED_ELEMENT_ERROR);
        engine().deploy(process("l-not-there", s -> s));
        engine().resolve(key);
        engine().awaitCompletion(key);
    }

    @Test
    default void throwsNoErrorFromAListener() {
        engine().deploy(process("l-error", s -> s.manualTask("Task").zeebeStartExecutionListener("l-error-start")));
        long key = engine().start("l-error", Map.of());
        ActivatedJob listener = engine().job("l-error-start");

        assertThatThrownBy(() -> engine().client().newThrowErrorCommand(listener).errorCode("bad").send().join())
                .hasMessageContaining("Cannot throw BPMN error from EXECUTION_LISTENER job with key '%d', type "
                        .formatted(listener.getKey()) + "'l-error-start' and processInstanceKey '%d'".formatted(key));
        engine().complete(listener, Map.of());
        engine().awaitCompletion(key);
    }

    @Test
    default void refusesToStartInTheMiddleOfAProcessWhoseStartIsListenedTo() {
        engine().deploy(Bpmn.createExecutableProcess("l-middle").zeebeStartExecutionListener("l-middle-start")
                .startEvent().manualTask("Task").endEvent().done());

        assertThatThrownBy(() -> engine().client().newCreateInstanceCommand().bpmnProcessId("l-middle").latestVersion()
                .startBeforeElement("Task").send().join())
                .hasMessageContaining("execution listeners for its start would be passed over");
    }

    @Test
    default void raisesAnIncidentForAListenerWhoseTypeFails() {
        engine().deploy(process("l-type", s -> s.manualTask("Task").zeebeStartExecutionListener("=kind")));
        long key = engine().start("l-type", Map.of());

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR);
        engine().client().newSetVariablesCommand(key).variables(Map.of("kind", "l-type-start")).send().join();
        engine().resolve(key);
        engine().complete("l-type-start");
        engine().awaitCompletion(key);
    }
}
