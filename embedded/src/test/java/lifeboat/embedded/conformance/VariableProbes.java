package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** About variables and mappings. */
class VariableProbes extends Probing {

    @Override
    void run() throws Exception {
        probe(
                "v01-nested-input",
                () -> go(
                        process(
                                "v01",
                                s -> s.serviceTask(
                                        "T",
                                        t -> t.zeebeJobType("v01")
                                                .zeebeInputExpression("x", "a.b")
                                                .zeebeInputExpression("x+1", "a.c"))),
                        "v01",
                        map("x", 1, "a", map("z", 9)),
                        NONE,
                        "v01"));
        probe(
                "v02-nested-output-into-existing",
                () -> go(
                        process(
                                "v02",
                                s -> s.serviceTask(
                                                "T", t -> t.zeebeJobType("v02").zeebeOutputExpression("r", "o.y"))
                                        .serviceTask("U", t -> t.zeebeJobType("v02u"))),
                        "v02",
                        map("o", map("x", 1)),
                        Map.of("v02", done("r", 5)),
                        "v02",
                        "v02u"));
        probe(
                "v03-missing-input",
                () -> go(
                        process(
                                "v03",
                                s -> s.serviceTask(
                                        "T",
                                        t -> t.zeebeJobType("v03")
                                                .zeebeInputExpression("missing", "y")
                                                .zeebeInputExpression("missing.foo", "z")
                                                .zeebeInputExpression("1+null", "w")
                                                .zeebeInputExpression("\"a\"+1", "q"))),
                        "v03",
                        map(),
                        NONE,
                        "v03"));
        probe(
                "v04-static-input",
                () -> go(
                        process(
                                "v04",
                                s -> s.serviceTask(
                                        "T",
                                        t -> t.zeebeJobType("v04")
                                                .zeebeInput("abc", "y")
                                                .zeebeInput("42", "z")
                                                .zeebeInput("true", "b"))),
                        "v04",
                        map(),
                        NONE,
                        "v04"));
        probe(
                "v05-job-result-hits-local",
                () -> go(
                        process(
                                "v05",
                                s -> s.serviceTask(
                                                "T", t -> t.zeebeJobType("v05").zeebeInputExpression("1", "x"))
                                        .serviceTask("U", t -> t.zeebeJobType("v05u"))),
                        "v05",
                        map("x", 0),
                        Map.of("v05", done("x", 7, "y", 8)),
                        "v05",
                        "v05u"));
        probe(
                "v06-output-null",
                () -> go(
                        process(
                                "v06",
                                s -> s.serviceTask(
                                                "T", t -> t.zeebeJobType("v06").zeebeOutputExpression("r", "got"))
                                        .serviceTask("U", t -> t.zeebeJobType("v06u"))),
                        "v06",
                        map("got", 1),
                        Map.of("v06", done("other", 5)),
                        "v06",
                        "v06u"));
        probe(
                "v07-subprocess-local",
                () -> go(
                        Bpmn.createExecutableProcess("v07")
                                .startEvent()
                                .subProcess(
                                        "Sub",
                                        u -> u.zeebeInputExpression("1", "x")
                                                .zeebeOutputExpression("x+10", "y")
                                                .embeddedSubProcess()
                                                .startEvent()
                                                .serviceTask("T", t -> t.zeebeJobType("v07"))
                                                .endEvent())
                                .serviceTask("U", t -> t.zeebeJobType("v07u"))
                                .endEvent()
                                .done(),
                        "v07",
                        map("x", 0),
                        Map.of("v07", done("x", 5, "z", 6)),
                        "v07",
                        "v07u"));
        probe(
                "v08-start-event-output",
                () -> go(
                        Bpmn.createExecutableProcess("v08")
                                .startEvent("S")
                                .zeebeOutputExpression("a+1", "b")
                                .serviceTask("T", t -> t.zeebeJobType("v08"))
                                .endEvent()
                                .done(),
                        "v08",
                        map("a", 1),
                        NONE,
                        "v08"));
        probe(
                "v10-error-vars-with-boundary-output",
                () -> go(
                        Bpmn.createExecutableProcess("v10")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("v10"))
                                .boundaryEvent("B", b -> b.error("X").zeebeOutputExpression("why", "reason"))
                                .serviceTask("U", t -> t.zeebeJobType("v10u"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "v10",
                        map(),
                        Map.of("v10", error("X", "m", "why", "w", "also", 1)),
                        "v10",
                        "v10u"));
        probe(
                "v11-error-vars-hit-existing",
                () -> go(
                        Bpmn.createExecutableProcess("v11")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("v11").zeebeInputExpression("1", "why"))
                                .boundaryEvent("B", b -> b.error("X"))
                                .serviceTask("U", t -> t.zeebeJobType("v11u"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "v11",
                        map("why", "old"),
                        Map.of("v11", error("X", "m", "why", "new")),
                        "v11",
                        "v11u"));
        probe("v12-call-activity-default", () -> {
            deploy(process("v12c", s -> s.serviceTask("T", t -> t.zeebeJobType("v12c"))));
            go(
                    process(
                            "v12",
                            s -> s.callActivity(
                                            "Call",
                                            x -> x.zeebeProcessId("v12c").zeebeInputExpression("1", "l"))
                                    .serviceTask("U", t -> t.zeebeJobType("v12u"))),
                    "v12",
                    map("a", 1),
                    Map.of("v12c", done("b", 2, "l", 3)),
                    "v12c",
                    "v12u");
        });
        probe("v13-call-activity-output-mapping-and-propagate", () -> {
            deploy(process("v13c", s -> s.serviceTask("T", t -> t.zeebeJobType("v13c"))));
            go(
                    process(
                            "v13",
                            s -> s.callActivity(
                                            "Call",
                                            x -> x.zeebeProcessId("v13c")
                                                    .zeebePropagateAllChildVariables(true)
                                                    .zeebeOutputExpression("b", "bb"))
                                    .serviceTask("U", t -> t.zeebeJobType("v13u"))),
                    "v13",
                    map("a", 1),
                    Map.of("v13c", done("b", 2, "c", 3)),
                    "v13c",
                    "v13u");
        });
        probe(
                "v14-values",
                () -> go(
                        process(
                                "v14",
                                s -> s.serviceTask(
                                        "T",
                                        t -> t.zeebeJobType("v14")
                                                .zeebeInputExpression("big", "big2")
                                                .zeebeInputExpression("dec", "dec2")
                                                .zeebeInputExpression("big+0", "big3")
                                                .zeebeInputExpression("dec*1", "dec3"))),
                        "v14",
                        map(
                                "big",
                                9007199254740993L,
                                "dec",
                                1.10,
                                "exp",
                                1e30,
                                "u",
                                "ü€😀",
                                "n",
                                null,
                                "l",
                                List.of(),
                                "o",
                                map(),
                                "mix",
                                Arrays.asList(1, null, "x", map("a", null)),
                                "neg",
                                -0.0,
                                "small",
                                1e-9),
                        NONE,
                        "v14"));
        probe("v15-set-variables", () -> {
            deploy(Bpmn.createExecutableProcess("v15")
                    .startEvent()
                    .subProcess(
                            "Sub",
                            u -> u.zeebeInputExpression("1", "x")
                                    .embeddedSubProcess()
                                    .startEvent()
                                    .serviceTask("T", t -> t.zeebeJobType("v15"))
                                    .endEvent())
                    .serviceTask("U", t -> t.zeebeJobType("v15u"))
                    .endEvent()
                    .done());
            long k = start("v15", map("a", 0));
            ActivatedJob j = job("v15");
            client.newSetVariablesCommand(j.getElementInstanceKey())
                    .variables(map("x", 2, "a", 3, "n", 4))
                    .local(false)
                    .send()
                    .join();
            client.newSetVariablesCommand(j.getElementInstanceKey())
                    .variables(map("a", 5, "loc", 6))
                    .local(true)
                    .send()
                    .join();
            state(k);
            client.newCompleteCommand(j).variables(map("a", 7)).send().join();
            run(700, NONE, k, "v15u");
        });
        probe(
                "v16-names",
                () -> go(
                        process("v16", s -> s.serviceTask("T", t -> t.zeebeJobType("v16"))),
                        "v16",
                        map("a-b", 1, "a b", 2, "1x", 3, "", 4, "if", 5, "ä", 6),
                        NONE,
                        "v16"));
        probe(
                "v17-output-overwrites-and-order",
                () -> go(
                        process(
                                "v17",
                                s -> s.serviceTask(
                                                "T",
                                                t -> t.zeebeJobType("v17")
                                                        .zeebeOutputExpression("1", "a")
                                                        .zeebeOutputExpression("a+1", "b")
                                                        .zeebeOutputExpression("b+1", "a"))
                                        .serviceTask("U", t -> t.zeebeJobType("v17u"))),
                        "v17",
                        map("a", 100),
                        NONE,
                        "v17",
                        "v17u"));
        probe(
                "v19-end-event-mapping",
                () -> go(
                        Bpmn.createExecutableProcess("v19")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("v19"))
                                .endEvent(
                                        "E",
                                        e -> e.zeebeInputExpression("1", "x").zeebeOutputExpression("x+1", "y"))
                                .done(),
                        "v19",
                        map(),
                        NONE,
                        "v19"));
        probe(
                "v23-job-result-null-value",
                () -> go(
                        process(
                                "v23",
                                s -> s.serviceTask("T", t -> t.zeebeJobType("v23"))
                                        .serviceTask("U", t -> t.zeebeJobType("v23u"))),
                        "v23",
                        map("a", 1),
                        Map.of("v23", done("a", null, "b", null)),
                        "v23",
                        "v23u"));
        probe("v24-large-variable", () -> {
            deploy(process("v24", s -> s.serviceTask("T", t -> t.zeebeJobType("v24"))));
            attempt("3.9 MB", () -> {
                start("v24", map("x", "x".repeat(3_900_000)));
                return null;
            });
            attempt("job", () -> ((String) job("v24").getVariable("x")).length());
            attempt("4.3 MB", () -> {
                start("v24", map("x", "x".repeat(4_300_000)));
                return null;
            });
        });
    }
}
