package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.Map;

/** About errors and escalations. */
class ErrorProbes extends Probing {

    @Override
    void run() throws Exception {
        probe(
                "e01-catch-all-boundary",
                () -> go(
                        Bpmn.createExecutableProcess("e01")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("e01"))
                                .boundaryEvent("B1", b -> b.error("A"))
                                .serviceTask("U", t -> t.zeebeJobType("e01a"))
                                .endEvent()
                                .moveToActivity("T")
                                .boundaryEvent("B2", b -> b.error())
                                .serviceTask("V", t -> t.zeebeJobType("e01b"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "e01",
                        map(),
                        Map.of("e01", error("Z", "zz")),
                        "e01",
                        "e01a",
                        "e01b"));
        probe(
                "e02-error-end-in-sub-event-subprocess-outside",
                () -> go(
                        Bpmn.createExecutableProcess("e02")
                                .eventSubProcess(
                                        "ES",
                                        e -> e.startEvent("ESS")
                                                .error("BAD")
                                                .serviceTask("U", t -> t.zeebeJobType("e02u"))
                                                .endEvent())
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        s -> s.embeddedSubProcess().startEvent().endEvent("X", x -> x.error("BAD")))
                                .endEvent()
                                .done(),
                        "e02",
                        map(),
                        NONE,
                        "e02u"));
        probe(
                "e03-error-code-expression-at-end",
                () -> go(
                        Bpmn.createExecutableProcess("e03")
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        s -> s.embeddedSubProcess().startEvent().endEvent("X", x -> x.error("=code")))
                                .boundaryEvent("B", b -> b.error("DYN"))
                                .serviceTask("U", t -> t.zeebeJobType("e03u"))
                                .endEvent()
                                .moveToActivity("Sub")
                                .endEvent()
                                .done(),
                        "e03",
                        map("code", "DYN"),
                        NONE,
                        "e03u"));
        probe("e04-error-in-call-activity-catch-all", () -> {
            deploy(Bpmn.createExecutableProcess("e04c")
                    .startEvent()
                    .endEvent("X", x -> x.error("Q"))
                    .done());
            go(
                    Bpmn.createExecutableProcess("e04")
                            .startEvent()
                            .callActivity("Call", x -> x.zeebeProcessId("e04c"))
                            .boundaryEvent("B", b -> b.error())
                            .serviceTask("U", t -> t.zeebeJobType("e04u"))
                            .endEvent()
                            .moveToActivity("Call")
                            .endEvent()
                            .done(),
                    "e04",
                    map(),
                    NONE,
                    "e04u");
        });
        probe("e05-escalation-from-called-process", () -> {
            deploy(Bpmn.createExecutableProcess("e05c")
                    .startEvent()
                    .intermediateThrowEvent("R", e -> e.escalation("HELP"))
                    .serviceTask("T", t -> t.zeebeJobType("e05c"))
                    .endEvent()
                    .done());
            go(
                    Bpmn.createExecutableProcess("e05")
                            .startEvent()
                            .callActivity("Call", x -> x.zeebeProcessId("e05c"))
                            .boundaryEvent("B", b -> b.cancelActivity(false).escalation("HELP"))
                            .serviceTask("U", t -> t.zeebeJobType("e05u"))
                            .endEvent()
                            .moveToActivity("Call")
                            .endEvent()
                            .done(),
                    "e05",
                    map(),
                    NONE,
                    "e05u",
                    "e05c");
        });
        probe(
                "e06-escalation-catch-all-and-event-subprocess",
                () -> go(
                        Bpmn.createExecutableProcess("e06")
                                .eventSubProcess(
                                        "ES",
                                        e -> e.startEvent("ESS")
                                                .interrupting(false)
                                                .escalation("HELP")
                                                .serviceTask("U", t -> t.zeebeJobType("e06u"))
                                                .endEvent())
                                .startEvent()
                                .intermediateThrowEvent("R", e -> e.escalation("HELP"))
                                .intermediateThrowEvent("R2", e -> e.escalation("HELP"))
                                .serviceTask("T", t -> t.zeebeJobType("e06"))
                                .endEvent()
                                .done(),
                        "e06",
                        map(),
                        NONE,
                        "e06u",
                        "e06"));
        probe(
                "e07-escalation-interrupting-event-subprocess",
                () -> go(
                        Bpmn.createExecutableProcess("e07")
                                .eventSubProcess(
                                        "ES",
                                        e -> e.startEvent("ESS")
                                                .interrupting(true)
                                                .escalation("HELP")
                                                .serviceTask("U", t -> t.zeebeJobType("e07u"))
                                                .endEvent())
                                .startEvent()
                                .intermediateThrowEvent("R", e -> e.escalation("HELP"))
                                .serviceTask("T", t -> t.zeebeJobType("e07"))
                                .endEvent()
                                .done(),
                        "e07",
                        map(),
                        NONE,
                        "e07u",
                        "e07"));
        probe(
                "e08-error-in-event-subprocess-caught-outside",
                () -> go(
                        Bpmn.createExecutableProcess("e08")
                                .startEvent()
                                .subProcess("Sub", s -> {
                                    s.embeddedSubProcess()
                                            .startEvent()
                                            .serviceTask("T", t -> t.zeebeJobType("e08"))
                                            .endEvent();
                                    s.embeddedSubProcess()
                                            .eventSubProcess(
                                                    "ES",
                                                    e -> e.startEvent("ESS")
                                                            .interrupting(true)
                                                            .error("A")
                                                            .serviceTask("H", t -> t.zeebeJobType("e08h"))
                                                            .endEvent());
                                })
                                .boundaryEvent("B", b -> b.error("Z"))
                                .serviceTask("U", t -> t.zeebeJobType("e08u"))
                                .endEvent()
                                .moveToActivity("Sub")
                                .endEvent()
                                .done(),
                        "e08",
                        map(),
                        Map.of("e08", error("A", "a"), "e08h", error("Z", "z")),
                        "e08",
                        "e08h",
                        "e08u"));
        probe("e09-error-in-noninterrupting-event-subprocess-caught-outside", () -> {
            deploy(Bpmn.createExecutableProcess("e09")
                    .startEvent()
                    .subProcess("Sub", s -> {
                        s.embeddedSubProcess()
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("e09"))
                                .endEvent();
                        s.embeddedSubProcess()
                                .eventSubProcess(
                                        "ES",
                                        e -> e.startEvent("ESS")
                                                .interrupting(false)
                                                .message(x -> x.name("e09m").zeebeCorrelationKeyExpression("id"))
                                                .serviceTask("H", t -> t.zeebeJobType("e09h"))
                                                .endEvent());
                    })
                    .boundaryEvent("B", b -> b.error("Z"))
                    .serviceTask("U", t -> t.zeebeJobType("e09u"))
                    .endEvent()
                    .moveToActivity("Sub")
                    .endEvent()
                    .done());
            long k = start("e09", map("id", "1"));
            job("e09");
            publish("e09m", "1", 0);
            run(700, Map.of("e09h", error("Z", "z")), k, "e09h", "e09u");
        });
        probe(
                "e10-error-caught-twice-nearest-wins",
                () -> go(
                        Bpmn.createExecutableProcess("e10")
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        s -> s.embeddedSubProcess()
                                                .startEvent()
                                                .serviceTask("T", t -> t.zeebeJobType("e10"))
                                                .boundaryEvent("In", b -> b.error())
                                                .serviceTask("I", t -> t.zeebeJobType("e10i"))
                                                .endEvent()
                                                .moveToActivity("T")
                                                .endEvent())
                                .boundaryEvent("B", b -> b.error("Z"))
                                .serviceTask("U", t -> t.zeebeJobType("e10u"))
                                .endEvent()
                                .moveToActivity("Sub")
                                .endEvent()
                                .done(),
                        "e10",
                        map(),
                        Map.of("e10", error("Z", "z")),
                        "e10",
                        "e10i",
                        "e10u"));
        probe(
                "e11-error-message-null-uncaught",
                () -> go(
                        process("e11", s -> s.serviceTask("T", t -> t.zeebeJobType("e11"))),
                        "e11",
                        map(),
                        Map.of("e11", error("Z", null)),
                        "e11"));
        probe(
                "e12-uncaught-with-other-boundary",
                () -> go(
                        Bpmn.createExecutableProcess("e12")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("e12"))
                                .boundaryEvent("B1", b -> b.error("A"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "e12",
                        map(),
                        Map.of("e12", error("Z", "zz")),
                        "e12"));
        probe(
                "e13-error-code-empty",
                () -> go(
                        Bpmn.createExecutableProcess("e13")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("e13"))
                                .boundaryEvent("B1", b -> b.error())
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "e13",
                        map(),
                        Map.of("e13", error("", "zz")),
                        "e13"));
        probe(
                "e14-terminate-in-subprocess",
                () -> go(
                        Bpmn.createExecutableProcess("e14")
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        s -> s.embeddedSubProcess()
                                                .startEvent()
                                                .parallelGateway("F")
                                                .serviceTask("T", t -> t.zeebeJobType("e14t"))
                                                .endEvent()
                                                .moveToNode("F")
                                                .serviceTask("Q", t -> t.zeebeJobType("e14q"))
                                                .endEvent("X")
                                                .terminate())
                                .serviceTask("U", t -> t.zeebeJobType("e14u"))
                                .endEvent()
                                .done(),
                        "e14",
                        map(),
                        Map.of("e14t", hang()),
                        "e14t",
                        "e14q",
                        "e14u"));
        probe("e15-throw-error-then-complete-same-job", () -> {
            deploy(Bpmn.createExecutableProcess("e15")
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("e15"))
                    .boundaryEvent("B1", b -> b.error("A"))
                    .endEvent()
                    .moveToActivity("T")
                    .endEvent()
                    .done());
            long k = start("e15", map());
            ActivatedJob j = job("e15");
            client.newThrowErrorCommand(j).errorCode("A").send().join();
            attempt("complete", () -> client.newCompleteCommand(j).send().join());
            attempt("fail", () -> client.newFailCommand(j).retries(1).send().join());
            attempt(
                    "throw",
                    () -> client.newThrowErrorCommand(j).errorCode("A").send().join());
            state(k);
        });
    }
}
