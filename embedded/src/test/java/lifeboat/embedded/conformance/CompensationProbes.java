package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.Map;

/** About compensation. */
class CompensationProbes extends Probing {

    @Override
    void run() throws Exception {
        probe(
                "c05-thrown-twice",
                () -> go(
                        Bpmn.createExecutableProcess("c05")
                                .startEvent()
                                .serviceTask(
                                        "A",
                                        t -> t.zeebeJobType("c05a")
                                                .boundaryEvent(
                                                        "AB",
                                                        b -> b.compensation(x -> x.serviceTask("UA")
                                                                .zeebeJobType("c05ua"))))
                                .intermediateThrowEvent(
                                        "T1",
                                        e -> e.compensateEventDefinition()
                                                .activityRef("A")
                                                .compensateEventDefinitionDone())
                                .intermediateThrowEvent(
                                        "T2",
                                        e -> e.compensateEventDefinition()
                                                .activityRef("A")
                                                .compensateEventDefinitionDone())
                                .serviceTask("Z", t -> t.zeebeJobType("c05z"))
                                .endEvent()
                                .done(),
                        "c05",
                        map(),
                        NONE,
                        "c05a",
                        "c05ua",
                        "c05z"));
        probe(
                "c06-handler-mappings",
                () -> go(
                        Bpmn.createExecutableProcess("c06")
                                .startEvent()
                                .serviceTask(
                                        "A",
                                        t -> t.zeebeJobType("c06a")
                                                .zeebeInputExpression("1", "loc")
                                                .zeebeOutputExpression("r", "ra")
                                                .boundaryEvent(
                                                        "AB",
                                                        b -> b.compensation(x -> x.serviceTask("UA")
                                                                .zeebeJobType("c06ua")
                                                                .zeebeInputExpression("ra+1", "in")
                                                                .zeebeOutputExpression("u", "undone"))))
                                .intermediateThrowEvent(
                                        "Th",
                                        e -> e.compensateEventDefinition()
                                                .activityRef("A")
                                                .compensateEventDefinitionDone())
                                .serviceTask("Z", t -> t.zeebeJobType("c06z"))
                                .endEvent()
                                .done(),
                        "c06",
                        map(),
                        Map.of("c06a", done("r", 5), "c06ua", done("u", 6, "noise", 7)),
                        "c06a",
                        "c06ua",
                        "c06z"));
        probe(
                "c08-handler-throws-error-uncaught",
                () -> go(
                        Bpmn.createExecutableProcess("c08")
                                .startEvent()
                                .serviceTask(
                                        "A",
                                        t -> t.zeebeJobType("c08a")
                                                .boundaryEvent(
                                                        "AB",
                                                        b -> b.compensation(x -> x.serviceTask("UA")
                                                                .zeebeJobType("c08ua"))))
                                .intermediateThrowEvent(
                                        "Th",
                                        e -> e.compensateEventDefinition()
                                                .activityRef("A")
                                                .compensateEventDefinitionDone())
                                .serviceTask("Z", t -> t.zeebeJobType("c08z"))
                                .endEvent()
                                .done(),
                        "c08",
                        map(),
                        Map.of("c08ua", error("X", "x")),
                        "c08a",
                        "c08ua",
                        "c08z"));
        probe(
                "c10-not-executed-activity",
                () -> go(
                        Bpmn.createExecutableProcess("c10")
                                .startEvent()
                                .exclusiveGateway("G")
                                .sequenceFlowId("a")
                                .conditionExpression("false")
                                .serviceTask(
                                        "A",
                                        t -> t.zeebeJobType("c10a")
                                                .boundaryEvent(
                                                        "AB",
                                                        b -> b.compensation(x -> x.serviceTask("UA")
                                                                .zeebeJobType("c10ua"))))
                                .endEvent()
                                .moveToNode("G")
                                .sequenceFlowId("dflt")
                                .intermediateThrowEvent(
                                        "Th",
                                        e -> e.compensateEventDefinition()
                                                .activityRef("A")
                                                .compensateEventDefinitionDone())
                                .serviceTask("Z", t -> t.zeebeJobType("c10z"))
                                .endEvent()
                                .done(),
                        "c10",
                        map(),
                        NONE,
                        "c10a",
                        "c10ua",
                        "c10z"));
        probe("c12-compensate-inside-event-subprocess-all", () -> {
            deploy(Bpmn.createExecutableProcess("c12")
                    .startEvent()
                    .subProcess("Main", u -> {
                        u.embeddedSubProcess()
                                .startEvent()
                                .serviceTask(
                                        "A",
                                        t -> t.zeebeJobType("c12a")
                                                .boundaryEvent(
                                                        "AB",
                                                        b -> b.compensation(x -> x.serviceTask("UA")
                                                                .zeebeJobType("c12ua"))))
                                .serviceTask("B", t -> t.zeebeJobType("c12b"))
                                .endEvent();
                        u.embeddedSubProcess()
                                .eventSubProcess(
                                        "ES",
                                        e -> e.startEvent("ESS")
                                                .interrupting(true)
                                                .error("X")
                                                .intermediateThrowEvent(
                                                        "Th",
                                                        i -> i.compensateEventDefinition()
                                                                .compensateEventDefinitionDone())
                                                .serviceTask("M", t -> t.zeebeJobType("c12m"))
                                                .endEvent());
                    })
                    .serviceTask("Z", t -> t.zeebeJobType("c12z"))
                    .endEvent()
                    .done());
            long k = start("c12", map());
            run(900, Map.of("c12b", error("X", "x")), k, "c12a", "c12b", "c12ua", "c12m", "c12z");
        });
        probe("c13-call-activity-compensation", () -> {
            deploy(Bpmn.createExecutableProcess("c13c")
                    .startEvent()
                    .serviceTask(
                            "A",
                            t -> t.zeebeJobType("c13a")
                                    .boundaryEvent(
                                            "AB",
                                            b -> b.compensation(
                                                    x -> x.serviceTask("UA").zeebeJobType("c13ua"))))
                    .endEvent()
                    .done());
            go(
                    Bpmn.createExecutableProcess("c13")
                            .startEvent()
                            .callActivity(
                                    "Call",
                                    x -> x.zeebeProcessId("c13c")
                                            .boundaryEvent(
                                                    "CB",
                                                    b -> b.compensation(y ->
                                                            y.serviceTask("UC").zeebeJobType("c13uc"))))
                            .intermediateThrowEvent(
                                    "Th", e -> e.compensateEventDefinition().compensateEventDefinitionDone())
                            .serviceTask("Z", t -> t.zeebeJobType("c13z"))
                            .endEvent()
                            .done(),
                    "c13",
                    map(),
                    NONE,
                    "c13a",
                    "c13ua",
                    "c13uc",
                    "c13z");
        });
        probe(
                "c14-subprocess-with-own-handler",
                () -> go(
                        Bpmn.createExecutableProcess("c14")
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        s -> s.embeddedSubProcess()
                                                .startEvent()
                                                .serviceTask(
                                                        "A",
                                                        t -> t.zeebeJobType("c14a")
                                                                .boundaryEvent(
                                                                        "AB",
                                                                        b -> b.compensation(x -> x.serviceTask("UA")
                                                                                .zeebeJobType("c14ua"))))
                                                .endEvent()
                                                .subProcessDone()
                                                .boundaryEvent(
                                                        "SB",
                                                        b -> b.compensation(x -> x.serviceTask("US")
                                                                .zeebeJobType("c14us"))))
                                .moveToActivity("Sub")
                                .intermediateThrowEvent(
                                        "Th", e -> e.compensateEventDefinition().compensateEventDefinitionDone())
                                .serviceTask("Z", t -> t.zeebeJobType("c14z"))
                                .endEvent()
                                .done(),
                        "c14",
                        map(),
                        NONE,
                        "c14a",
                        "c14ua",
                        "c14us",
                        "c14z"));
        probe("c15-cancel-while-compensating", () -> {
            deploy(Bpmn.createExecutableProcess("c15")
                    .startEvent()
                    .serviceTask(
                            "A",
                            t -> t.zeebeJobType("c15a")
                                    .boundaryEvent(
                                            "AB",
                                            b -> b.compensation(
                                                    x -> x.serviceTask("UA").zeebeJobType("c15ua"))))
                    .intermediateThrowEvent(
                            "Th",
                            e -> e.compensateEventDefinition().activityRef("A").compensateEventDefinitionDone())
                    .endEvent()
                    .done());
            long k = start("c15", map());
            run(600, Map.of("c15ua", hang()), k, "c15a", "c15ua");
            client.newCancelInstanceCommand(k).send().join();
            state(k);
        });
    }
}
