package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.List;
import java.util.Map;

/** About multi-instances. */
class MultiInstanceProbes extends Probing {

    @Override
    void run() throws Exception {
        probe(
                "i02-output-element-null-and-missing",
                () -> go(
                        process(
                                "i02",
                                s -> s.serviceTask(
                                                "T",
                                                t -> t.zeebeJobType("i02")
                                                        .multiInstance(x -> x.sequential()
                                                                .zeebeInputCollectionExpression("[1,2,3]")
                                                                .zeebeInputElement("i")
                                                                .zeebeOutputCollection("out")
                                                                .zeebeOutputElementExpression("r")))
                                        .serviceTask("U", t -> t.zeebeJobType("i02u"))),
                        "i02",
                        map(),
                        Map.of("i02#1", done("r", 1), "i02#2", done(), "i02#3", done("r", List.of(3))),
                        "i02",
                        "i02u"));
        probe("i05-call-activity-mi", () -> {
            deploy(process("i05c", s -> s.serviceTask("T", t -> t.zeebeJobType("i05c"))));
            go(
                    process(
                            "i05",
                            s -> s.callActivity(
                                            "Call",
                                            x -> x.zeebeProcessId("i05c")
                                                    .multiInstance(y -> y.sequential()
                                                            .zeebeInputCollectionExpression("[7,8]")
                                                            .zeebeInputElement("i")
                                                            .zeebeOutputCollection("out")
                                                            .zeebeOutputElementExpression("r")))
                                    .serviceTask("U", t -> t.zeebeJobType("i05u"))),
                    "i05",
                    map(),
                    Map.of("i05c#1", done("r", 1, "noise", 1), "i05c#2", done("r", 2)),
                    "i05c",
                    "i05u");
        });
        probe(
                "i06-job-result-scope",
                () -> go(
                        process(
                                "i06",
                                s -> s.serviceTask(
                                                "T",
                                                t -> t.zeebeJobType("i06")
                                                        .multiInstance(x -> x.sequential()
                                                                .zeebeInputCollectionExpression("[1,2]")
                                                                .zeebeInputElement("i")))
                                        .serviceTask("U", t -> t.zeebeJobType("i06u"))),
                        "i06",
                        map(),
                        Map.of("i06", done("r", 1, "i", 50)),
                        "i06",
                        "i06u"));
        probe(
                "i07-mi-output-mapping",
                () -> go(
                        process(
                                "i07",
                                s -> s.serviceTask(
                                                "T",
                                                t -> t.zeebeJobType("i07")
                                                        .zeebeOutputExpression("r", "rr")
                                                        .multiInstance(x -> x.sequential()
                                                                .zeebeInputCollectionExpression("[1,2]")
                                                                .zeebeOutputCollection("out")
                                                                .zeebeOutputElementExpression("rr")))
                                        .serviceTask("U", t -> t.zeebeJobType("i07u"))),
                        "i07",
                        map(),
                        Map.of("i07#1", done("r", 1), "i07#2", done("r", 2)),
                        "i07",
                        "i07u"));
        probe(
                "i08-early-end-output",
                () -> go(
                        process(
                                "i08",
                                s -> s.serviceTask(
                                                "T",
                                                t -> t.zeebeJobType("i08")
                                                        .multiInstance(x -> x.sequential()
                                                                .zeebeInputCollectionExpression("[1,2,3]")
                                                                .zeebeInputElement("i")
                                                                .zeebeOutputCollection("out")
                                                                .zeebeOutputElementExpression("i")
                                                                .completionCondition("=i=2")))
                                        .serviceTask("U", t -> t.zeebeJobType("i08u"))),
                        "i08",
                        map(),
                        NONE,
                        "i08",
                        "i08u"));
        probe(
                "i09-boundary-timer-on-mi",
                () -> go(
                        Bpmn.createExecutableProcess("i09")
                                .startEvent()
                                .serviceTask(
                                        "T",
                                        t -> t.zeebeJobType("i09")
                                                .multiInstance(x -> x.parallel()
                                                        .zeebeInputCollectionExpression("[1,2]")
                                                        .zeebeOutputCollection("out")
                                                        .zeebeOutputElementExpression("1")))
                                .boundaryEvent("B", b -> b.timerWithDuration("PT0.3S"))
                                .serviceTask("V", t -> t.zeebeJobType("i09v"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "i09",
                        map(),
                        Map.of("i09#1", done(), "i09#2", hang()),
                        "i09",
                        "i09v"));
        probe(
                "i10-mi-user-output-null-element-not-set",
                () -> go(
                        process(
                                "i10",
                                s -> s.subProcess(
                                        "Sub",
                                        u -> u.multiInstance(x -> x.sequential()
                                                        .zeebeInputCollectionExpression("[1,2]")
                                                        .zeebeInputElement("i"))
                                                .embeddedSubProcess()
                                                .startEvent()
                                                .serviceTask("T", t -> t.zeebeJobType("i10"))
                                                .endEvent())),
                        "i10",
                        map("i", "outer"),
                        Map.of("i10#1", done("x", 1)),
                        "i10"));
        probe(
                "i12-error-in-one-mi-caught-inside",
                () -> go(
                        Bpmn.createExecutableProcess("i12")
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        u -> u.multiInstance(x -> x.sequential()
                                                        .zeebeInputCollectionExpression("[1,2]")
                                                        .zeebeInputElement("i")
                                                        .zeebeOutputCollection("out")
                                                        .zeebeOutputElementExpression("ok"))
                                                .embeddedSubProcess()
                                                .startEvent()
                                                .serviceTask("T", t -> t.zeebeJobType("i12"))
                                                .boundaryEvent(
                                                        "B", b -> b.error("A").zeebeOutputExpression("false", "ok"))
                                                .endEvent()
                                                .moveToActivity("T")
                                                .endEvent())
                                .serviceTask("U", t -> t.zeebeJobType("i12u"))
                                .endEvent()
                                .done(),
                        "i12",
                        map(),
                        Map.of("i12#1", error("A", "a"), "i12#2", done("ok", true)),
                        "i12",
                        "i12u"));
    }
}
