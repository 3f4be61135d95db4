package lifeboat.embedded;

import static java.util.Map.entry;
import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.search.enums.MessageSubscriptionState;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that do not interrupt, gateways that wait, timers, escalation, compensation, and messages. */
interface EventBehaviours {

    RunningEngine engine();

    @Test
    default void goesOnBesideATaskWhenATimerFiresThatDoesNotInterrupt() {
        engine().deploy(Bpmn.createExecutableProcess("beside").startEvent()
                .serviceTask("Slow", t -> t.zeebeJobType("beside-slow"))
                .boundaryEvent("Late", b -> b.cancelActivity(false).timerWithDuration("PT0.1S"))
                .serviceTask("Warn", t -> t.zeebeJobType("beside-warn")).endEvent()
                .moveToActivity("Slow").endEvent().done());
        long key = engine().start("beside", Map.of());

        engine().complete("beside-warn", "beside-slow");

        engine().awaitCompletion(key);
    }

    @Test
    default void repeatsATimerCycleAsOftenAsItSays() {
        engine().deploy(Bpmn.createExecutableProcess("cycle").startEvent()
                .serviceTask("Slow", t -> t.zeebeJobType("cycle-slow"))
                .boundaryEvent("Again", b -> b.cancelActivity(false).timerWithCycle("R2/PT2S"))
                .serviceTask("Remind", t -> t.zeebeJobType("cycle-remind")).endEvent()
                .moveToActivity("Slow").endEvent().done());
        long key = engine().start("cycle", Map.of());

        engine().complete("cycle-remind", "cycle-remind", "cycle-slow");

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().elements(key)).filteredOn(e -> e.getElementId().equals("Again"))
                .hasSize(2));
    }

    @Test
    default void firesATimerAtADate() {
        engine().deploy(Bpmn.createExecutableProcess("attime").startEvent()
                .intermediateCatchEvent("Then").timerWithDateExpression("when")
                .serviceTask("After", t -> t.zeebeJobType("attime-after")).endEvent().done());
        engine().start("attime", Map.of("when", OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(1).toString()));

        engine().complete("attime-after");
    }

    @Test
    default void startsAProcessByATimer() {
        engine().deploy(Bpmn.createExecutableProcess("ticks").startEvent("Tick").timerWithCycle("R2/PT2S")
                .serviceTask("Tock", t -> t.zeebeJobType("ticks")).endEvent().done());

        engine().complete("ticks", "ticks");
    }

    @Test
    default void takesEveryMessageThatDoesNotInterrupt() {
        engine().deploy(Bpmn.createExecutableProcess("listens").startEvent()
                .serviceTask("Slow", t -> t.zeebeJobType("listens-slow"))
                .boundaryEvent("Heard", b -> b.cancelActivity(false)
                        .message(m -> m.name("note").zeebeCorrelationKeyExpression("id")))
                .serviceTask("Write", t -> t.zeebeJobType("listens-write")).endEvent()
                .moveToActivity("Slow").endEvent().done());
        long key = engine().start("listens", Map.of("id", "n1"));
        engine().publish("note", "n1");
        engine().publish("note", "n1");

        engine().complete("listens-write", "listens-write", "listens-slow");

        engine().awaitCompletion(key);
    }

    @Test
    default void runsAnEventSubProcessBesideThatDoesNotInterrupt() {
        engine().deploy(Bpmn.createExecutableProcess("aside")
                .eventSubProcess("Aside", e -> e.startEvent("Asked").interrupting(false)
                        .message(m -> m.name("question").zeebeCorrelationKeyExpression("id"))
                        .serviceTask("Answer", t -> t.zeebeJobType("aside-answer")).endEvent())
                .startEvent().serviceTask("Slow", t -> t.zeebeJobType("aside-slow")).endEvent().done());
        long key = engine().start("aside", Map.of("id", "q1"));
        engine().publish("question", "q1");

        engine().complete("aside-answer", "aside-slow");

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().types(key)).containsEntry("Aside", ElementInstanceType.EVENT_SUB_PROCESS));
    }

    /** Its own, and those of the activities whose handlers are kept with it. */
    @Test
    default void endsTheTimersOfAScopeThatHasACompensationHandler() {
        engine().deploy(compensable("outlived", "<timerEventDefinition id=\"OutlivedTimer\"><timeDuration>PT2S"
                + "</timeDuration></timerEventDefinition>", ""));
        long key = engine().start("outlived", Map.of());
        engine().complete("outlived-a");
        ActivatedJob after = engine().job("outlived-after");

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> engine().elements(key).stream()
                .noneMatch(element -> element.getElementId().equals("outlivedLate")));

        engine().complete(after, Map.of());
        engine().awaitCompletion(key);
    }

    @Test
    default void endsTheMessageSubscriptionsOfAScopeThatHasACompensationHandler() {
        engine().deploy(compensable("deaf", "<messageEventDefinition id=\"DeafMessage\" messageRef=\"DeafRef\"/>",
                "<message id=\"DeafRef\" name=\"deaf\"><extensionElements><zeebe:subscription "
                        + "correlationKey=\"=id\"/></extensionElements></message>"));
        long key = engine().start("deaf", Map.of("id", "d1"));
        engine().complete("deaf-a");
        ActivatedJob after = engine().job("deaf-after");
        engine().publish("deaf", "d1");

        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> engine().elements(key).stream()
                .noneMatch(element -> element.getElementId().equals("deafLate")));

        engine().complete(after, Map.of());
        engine().awaitCompletion(key);
    }

    /** A sub-process whose task has a compensation handler, and that an event would interrupt; a task follows. */
    private static String compensable(String id, String event, String more) {
        return """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t" id="D">
                  <process id="%1$s" isExecutable="true">
                    <startEvent id="S"><outgoing>f1</outgoing></startEvent>
                    <subProcess id="Sub"><incoming>f1</incoming><outgoing>f2</outgoing>
                      <startEvent id="SS"><outgoing>g1</outgoing></startEvent>
                      <serviceTask id="A"><extensionElements><zeebe:taskDefinition type="%1$s-a"/></extensionElements>
                        <incoming>g1</incoming><outgoing>g2</outgoing></serviceTask>
                      <boundaryEvent id="C" attachedToRef="A"><compensateEventDefinition id="CD"/></boundaryEvent>
                      <serviceTask id="Undo" isForCompensation="true"><extensionElements>
                        <zeebe:taskDefinition type="%1$s-undo"/></extensionElements></serviceTask>
                      <endEvent id="SE"><incoming>g2</incoming></endEvent>
                      <subProcess id="E" triggeredByEvent="true">
                        <startEvent id="ES"><outgoing>h1</outgoing>%2$s</startEvent>
                        <serviceTask id="%1$sLate"><extensionElements><zeebe:taskDefinition type="%1$s-late"/>
                          </extensionElements><incoming>h1</incoming><outgoing>h2</outgoing></serviceTask>
                        <endEvent id="EE"><incoming>h2</incoming></endEvent>
                        <sequenceFlow id="h1" sourceRef="ES" targetRef="%1$sLate"/>
                        <sequenceFlow id="h2" sourceRef="%1$sLate" targetRef="EE"/>
                      </subProcess>
                      <sequenceFlow id="g1" sourceRef="SS" targetRef="A"/>
                      <sequenceFlow id="g2" sourceRef="A" targetRef="SE"/>
                      <association id="As" associationDirection="One" sourceRef="C" targetRef="Undo"/>
                    </subProcess>
                    <serviceTask id="After"><extensionElements><zeebe:taskDefinition type="%1$s-after"/>
                      </extensionElements><incoming>f2</incoming><outgoing>f3</outgoing></serviceTask>
                    <endEvent id="End"><incoming>f3</incoming></endEvent>
                    <sequenceFlow id="f1" sourceRef="S" targetRef="Sub"/>
                    <sequenceFlow id="f2" sourceRef="Sub" targetRef="After"/>
                    <sequenceFlow id="f3" sourceRef="After" targetRef="End"/>
                  </process>
                  %3$s
                </definitions>""".formatted(id, event, more);
    }

    @Test
    default void takesTheFirstOfSeveralEvents() {
        engine().deploy(Bpmn.createExecutableProcess("either").startEvent().eventBasedGateway("Which")
                .intermediateCatchEvent("Answered", c -> c.message(m -> m.name("answer")
                        .zeebeCorrelationKeyExpression("id")))
                .serviceTask("Go", t -> t.zeebeJobType("either-go")).endEvent()
                .moveToNode("Which").intermediateCatchEvent("Late", c -> c.timerWithDuration("PT1H"))
                .serviceTask("Stop", t -> t.zeebeJobType("either-stop")).endEvent().done());
        long key = engine().start("either", Map.of("id", "e1"));
        engine().publish("answer", "e1");

        engine().complete("either-go");

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().types(key)).containsEntry("Which", ElementInstanceType.EVENT_BASED_GATEWAY)
                .doesNotContainKey("Stop"));
    }

    @Test
    default void takesEveryWayOfAnInclusiveGatewayThatHolds() {
        engine().deploy(Bpmn.createExecutableProcess("inclusive").startEvent().inclusiveGateway("Fork")
                .sequenceFlowId("a").conditionExpression("n > 1").serviceTask("A", t -> t.zeebeJobType("inclusive-a"))
                .inclusiveGateway("Join").serviceTask("After", t -> t.zeebeJobType("inclusive-after")).endEvent()
                .moveToNode("Fork").sequenceFlowId("b").conditionExpression("n > 2")
                .serviceTask("B", t -> t.zeebeJobType("inclusive-b")).connectTo("Join")
                .moveToNode("Fork").sequenceFlowId("c").conditionExpression("n > 3")
                .serviceTask("C", t -> t.zeebeJobType("inclusive-c")).connectTo("Join").done());
        long key = engine().start("inclusive", Map.of("n", 3));

        engine().complete("inclusive-a", "inclusive-b", "inclusive-after");

        engine().awaitCompletion(key);
    }

    @Test
    default void endsWithAnErrorThatIsCaughtAround() {
        engine().deploy(Bpmn.createExecutableProcess("errorend").startEvent()
                .subProcess("Inside", s -> s.embeddedSubProcess().startEvent().endEvent("Fail", e -> e.error("BAD")))
                .boundaryEvent("Caught", b -> b.error("BAD"))
                .serviceTask("Undo", t -> t.zeebeJobType("errorend-undo")).endEvent()
                .moveToActivity("Inside").endEvent().done());
        long key = engine().start("errorend", Map.of());

        engine().complete("errorend-undo");

        engine().awaitCompletion(key);
    }

    @Test
    default void raisesAnIncidentForAnErrorEndThatNobodyCatches() {
        engine().deploy(Bpmn.createExecutableProcess("uncaughtend").startEvent()
                .serviceTask("Before", t -> t.zeebeJobType("uncaughtend"))
                .endEvent("Fail", e -> e.error("BAD")).done());
        long key = engine().start("uncaughtend", Map.of());

        engine().complete("uncaughtend");

        assertThat(engine().incident(key)).satisfies(incident -> {
            assertThat(incident.getErrorType()).isEqualTo(IncidentErrorType.UNHANDLED_ERROR_EVENT);
            assertThat(incident.getElementId()).isEqualTo("Fail");
        });
    }

    @Test
    default void escalatesWithoutInterrupting() {
        engine().deploy(Bpmn.createExecutableProcess("escalates").startEvent()
                .subProcess("Inside", s -> s.embeddedSubProcess().startEvent()
                        .intermediateThrowEvent("Raise", e -> e.escalation("HELP"))
                        .serviceTask("Work", t -> t.zeebeJobType("escalates-work")).endEvent())
                .boundaryEvent("Raised", b -> b.cancelActivity(false).escalation("HELP"))
                .serviceTask("Help", t -> t.zeebeJobType("escalates-help")).endEvent()
                .moveToActivity("Inside").endEvent().done());
        long key = engine().start("escalates", Map.of());

        engine().complete("escalates-help", "escalates-work");

        engine().awaitCompletion(key);
    }

    @Test
    default void goesOnAfterAnEscalationNobodyCatches() {
        engine().deploy(Bpmn.createExecutableProcess("unheard").startEvent()
                .intermediateThrowEvent("Raise", e -> e.escalation("HELP"))
                .serviceTask("After", t -> t.zeebeJobType("unheard-after")).endEvent().done());
        long key = engine().start("unheard", Map.of());

        engine().complete("unheard-after");

        engine().awaitCompletion(key);
    }

    @Test
    default void interruptsByAnEscalationAtTheEnd() {
        engine().deploy(Bpmn.createExecutableProcess("escalateend").startEvent()
                .subProcess("Inside", s -> s.embeddedSubProcess().startEvent()
                        .endEvent("Raise", e -> e.escalation("STOP")))
                .boundaryEvent("Raised", b -> b.escalation("STOP"))
                .serviceTask("Help", t -> t.zeebeJobType("escalateend-help")).endEvent()
                .moveToActivity("Inside").endEvent("Normal").done());
        long key = engine().start("escalateend", Map.of());

        engine().complete("escalateend-help");

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().types(key)).doesNotContainKey("Normal"));
    }

    @Test
    default void compensatesEverythingAtOnceAtTheEnd() {
        engine().deploy(Bpmn.createExecutableProcess("undoall").startEvent()
                .serviceTask("One", t -> t.zeebeJobType("undoall-one").boundaryEvent("One_Done", b -> b.compensation(
                        c -> c.serviceTask("UndoOne").zeebeJobType("undoall-undo-one"))))
                .serviceTask("Two", t -> t.zeebeJobType("undoall-two").boundaryEvent("Two_Done", b -> b.compensation(
                        c -> c.serviceTask("UndoTwo").zeebeJobType("undoall-undo-two"))))
                .endEvent("UndoAll", e -> e.compensateEventDefinition().compensateEventDefinitionDone()).done());
        long key = engine().start("undoall", Map.of());
        engine().complete("undoall-one", "undoall-two");

        ActivatedJob one = engine().job("undoall-undo-one");
        ActivatedJob two = engine().job("undoall-undo-two");
        engine().complete(one, Map.of());
        engine().complete(two, Map.of());

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().types(key)).containsEntry("One_Done", ElementInstanceType.BOUNDARY_EVENT));
    }

    @Test
    default void tellsWhoWaitsForAMessageAndWhoGotIt() {
        engine().deploy(Bpmn.createExecutableProcess("subscribes").startEvent()
                .intermediateCatchEvent("Wait").message(m -> m.name("ready").zeebeCorrelationKeyExpression("id"))
                .endEvent().done());
        long key = engine().start("subscribes", Map.of("id", "s1"));
        await().untilAsserted(() -> assertThat(engine().client().newMessageSubscriptionSearchRequest()
                .filter(f -> f.processInstanceKey(key).messageName("ready").correlationKey("s1")
                        .messageSubscriptionState(MessageSubscriptionState.CREATED)).send().join().items())
                .singleElement().satisfies(s -> assertThat(s.getElementId()).isEqualTo("Wait")));

        engine().publish("ready", "s1");

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().client().newCorrelatedMessageSubscriptionSearchRequest()
                .filter(f -> f.processInstanceKey(key)).send().join().items()).singleElement().satisfies(message -> {
                    assertThat(message.getMessageName()).isEqualTo("ready");
                    assertThat(message.getCorrelationKey()).isEqualTo("s1");
                    assertThat(message.getElementId()).isEqualTo("Wait");
                }));
    }

    @Test
    default void correlatesAMessageAtOnceOrRefusesIt() {
        engine().deploy(Bpmn.createExecutableProcess("correlates").startEvent()
                .intermediateCatchEvent("Wait").message(m -> m.name("now").zeebeCorrelationKeyExpression("id"))
                .serviceTask("After", t -> t.zeebeJobType("correlates-after")).endEvent().done());
        long key = engine().start("correlates", Map.of("id", "c1"));
        engine().awaitActive(key, "Wait");

        var correlated = engine().client().newCorrelateMessageCommand().messageName("now").correlationKey("c1")
                .variables(Map.of("x", 1)).send().join();

        assertThat(correlated.getProcessInstanceKey()).isEqualTo(key);
        assertThat(engine().job("correlates-after").getVariablesAsMap()).contains(entry("x", 1));
        assertThatThrownBy(() -> engine().client().newCorrelateMessageCommand().messageName("now")
                .correlationKey("c1").send().join()).hasMessageContaining("Expected to find subscription for message "
                + "with name 'now' and correlation key 'c1', but none was found");
    }

    @Test
    default void forgetsAMessageWhoseTimeIsOver() {
        engine().deploy(Bpmn.createExecutableProcess("stale").startEvent()
                .serviceTask("Before", t -> t.zeebeJobType("stale-before"))
                .intermediateCatchEvent("Wait").message(m -> m.name("stale").zeebeCorrelationKeyExpression("id"))
                .endEvent().done());
        long key = engine().start("stale", Map.of("id", "t1"));
        ActivatedJob before = engine().job("stale-before");
        engine().client().newPublishMessageCommand().messageName("stale").correlationKey("t1")
                .timeToLive(Duration.ofMillis(1)).messageId("once").send().join();
        await().untilAsserted(() -> engine().client().newPublishMessageCommand().messageName("stale")
                .correlationKey("t1").timeToLive(Duration.ofMillis(1)).messageId("once").send().join());

        engine().complete(before, Map.of());

        engine().awaitActive(key, "Wait");
        engine().publish("stale", "t1");
        engine().awaitCompletion(key);
    }

    @Test
    default void refusesABoundaryEventThatLeadsNowhere() {
        var model = Bpmn.createExecutableProcess("nowhere-to-go").startEvent()
                .serviceTask("Task", t -> t.zeebeJobType("x")).endEvent().done();
        String xml = Bpmn.convertToString(model).replaceFirst("</(\\w+:)?process>", "<$1boundaryEvent id=\"Dangling\" "
                + "attachedToRef=\"Task\"><$1timerEventDefinition id=\"d\"><$1timeDuration>PT1S</$1timeDuration>"
                + "</$1timerEventDefinition></$1boundaryEvent></$1process>");

        assertThatThrownBy(() -> engine().deploy(xml)).hasMessageContaining("Element: Dangling")
                .hasMessageContaining("Must have at least one outgoing sequence flow");
    }

    @Test
    default void refusesWhatIsNoBpmn() {
        assertThatThrownBy(() -> engine().deploy("<html/>")).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> engine().client().newDeployResourceCommand().addResourceStringUtf8("x", "notes.txt")
                .send().join()).hasMessageContaining("unknown resource type");
    }

    @Test
    default void refusesAConditionThatLeavesATask() {
        var model = process("condtask", s -> s.serviceTask("Task", t -> t.zeebeJobType("x"))
                .sequenceFlowId("maybe").conditionExpression("x > 1").endEvent());

        assertThatThrownBy(() -> engine().deploy(model)).hasMessageContaining("Element: Task")
                .hasMessageContaining("Conditional sequence flows are only supported at exclusive or inclusive "
                        + "gateway");
    }

    @Test
    default void firesTheBoundaryTimerOfASubProcessWhileItsEventSubProcessRuns() {
        engine().deploy(Bpmn.createExecutableProcess("interrupted").startEvent().subProcess("Sub", sub -> {
            sub.embeddedSubProcess().startEvent().serviceTask("Inside", t -> t.zeebeJobType("interrupted-inside"))
                    .endEvent();
            sub.embeddedSubProcess().eventSubProcess("OnMessage", event -> event.startEvent("Told").interrupting(true)
                    .message(m -> m.name("interrupt").zeebeCorrelationKeyExpression("id"))
                    .serviceTask("Instead", t -> t.zeebeJobType("interrupted-instead")).endEvent());
        }).boundaryEvent("Late", b -> b.timerWithDuration("PT2S"))
                .serviceTask("TooLate", t -> t.zeebeJobType("interrupted-late")).endEvent()
                .moveToActivity("Sub").boundaryEvent("Stopped", b -> b.message(m -> m.name("stop")
                        .zeebeCorrelationKeyExpression("id"))).endEvent()
                .moveToActivity("Sub").endEvent().done());
        long key = engine().start("interrupted", Map.of("id", "i1"));
        engine().job("interrupted-inside");

        engine().publish("interrupt", "i1");
        engine().job("interrupted-instead");

        engine().complete("interrupted-late");
        engine().awaitCompletion(key);
    }
}
