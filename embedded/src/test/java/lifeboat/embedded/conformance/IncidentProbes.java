package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.Map;

/** About incidents and scopes. */
class IncidentProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("x01-incident-resolve-too-early", () -> {
            deploy(process("x01", s -> s.serviceTask("T", t -> t.zeebeJobTypeExpression("ty"))));
            long k = start("x01", map());
            long i = incident(k);
            attempt(
                    "resolve early",
                    () -> client.newResolveIncidentCommand(i).send().join() == null);
            state(k);
            long i2 = incident(k);
            client.newSetVariablesCommand(k).variables(map("ty", "x01")).send().join();
            attempt("resolve", () -> client.newResolveIncidentCommand(i2).send().join() == null);
            attempt(
                    "resolve twice",
                    () -> client.newResolveIncidentCommand(i2).send().join() == null);
            run(600, NONE, k, "x01");
        });
        probe("x02-io-mapping-message", () -> {
            deploy(process(
                    "x02",
                    s -> s.serviceTask(
                            "T",
                            t -> t.zeebeJobType("x02")
                                    .zeebeInputExpression("assert(a, a>1)", "y")
                                    .zeebeInputExpression("1", "z"))));
            long k = start("x02", map("a", 1));
            state(k);
        });
        probe("x03-cond-message", () -> {
            deploy(Bpmn.createExecutableProcess("x03")
                    .startEvent()
                    .exclusiveGateway("G")
                    .conditionExpression("a")
                    .endEvent()
                    .moveToLastExclusiveGateway()
                    .conditionExpression("not(a)")
                    .endEvent()
                    .done());
            long k = start("x03", map("a", "s"));
            state(k);
        });
        probe(
                "x05-error-end-uncaught",
                () -> go(
                        Bpmn.createExecutableProcess("x05")
                                .startEvent()
                                .endEvent("X", e -> e.error("H"))
                                .done(),
                        "x05",
                        map(),
                        NONE,
                        "x05"));
        probe("x06-cancel-with-incident", () -> {
            deploy(process("x06", s -> s.serviceTask("T", t -> t.zeebeJobTypeExpression("missing"))));
            long k = start("x06", map());
            incident(k);
            client.newCancelInstanceCommand(k).send().join();
            state(k);
        });
        probe(
                "x07-process-event-subprocess-error-from-root",
                () -> go(
                        Bpmn.createExecutableProcess("x07")
                                .eventSubProcess(
                                        "ES",
                                        e -> e.startEvent("ESS")
                                                .error()
                                                .serviceTask("U", t -> t.zeebeJobType("x07u"))
                                                .endEvent())
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("x07"))
                                .endEvent()
                                .done(),
                        "x07",
                        map(),
                        Map.of("x07", error("ANY", "a", "v", 1)),
                        "x07",
                        "x07u"));
        probe("x10-two-messages-race-interrupting-esp", () -> {
            deploy(Bpmn.createExecutableProcess("x10")
                    .eventSubProcess(
                            "E1",
                            e -> e.startEvent("S1")
                                    .interrupting(true)
                                    .message(x -> x.name("x10a").zeebeCorrelationKeyExpression("id"))
                                    .serviceTask("H1", t -> t.zeebeJobType("x10h1"))
                                    .endEvent())
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("x10"))
                    .endEvent()
                    .done());
            long k = start("x10", map("id", "1"));
            job("x10");
            publish("x10a", "1", 60000, "n", 1);
            publish("x10a", "1", 60000, "n", 2);
            run(700, NONE, k, "x10h1");
        });
        probe(
                "x13-script-job-parent-vars",
                () -> go(
                        process(
                                "x13",
                                s -> s.scriptTask(
                                                "T",
                                                t -> t.zeebeExpression("{a:x, b:[x]}")
                                                        .zeebeResultVariable("r")
                                                        .zeebeInputExpression("5", "x"))
                                        .serviceTask("U", t -> t.zeebeJobType("x13"))),
                        "x13",
                        map("x", 1),
                        NONE,
                        "x13"));
    }
}
