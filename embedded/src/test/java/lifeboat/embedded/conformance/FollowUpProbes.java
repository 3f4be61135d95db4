package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.Map;
import java.util.TreeMap;

/** Null variables, and what the other probes left open. */
class FollowUpProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("n01-null-variable-at-the-end", () -> {
            deploy(process("n01", s -> s.serviceTask("T", t -> t.zeebeJobType("n01"))));
            long k = start("n01", map("a", null));
            run(700, NONE, k, "n01");
        });
        probe(
                "n02-null-local-only",
                () -> go(
                        process(
                                "n02",
                                s -> s.serviceTask(
                                        "T", t -> t.zeebeJobType("n02").zeebeInputExpression("null", "x"))),
                        "n02",
                        map("a", 1),
                        NONE,
                        "n02"));
        probe(
                "n03-null-overwritten-later",
                () -> go(
                        process(
                                "n03",
                                s -> s.serviceTask("T", t -> t.zeebeJobType("n03"))
                                        .serviceTask("U", t -> t.zeebeJobType("n03u"))),
                        "n03",
                        map("a", null),
                        Map.of("n03u", done("a", 1)),
                        "n03",
                        "n03u"));
        probe("n04-null-no-job-create-with-result", () -> {
            deploy(process(
                    "n04", s -> s.scriptTask("X", t -> t.zeebeExpression("1").zeebeResultVariable("r"))));
            attempt(
                    "create",
                    () -> new TreeMap<>(client.newCreateInstanceCommand()
                            .bpmnProcessId("n04")
                            .latestVersion()
                            .variables(map("a", null))
                            .withResult()
                            .send()
                            .join()
                            .getVariablesAsMap()));
        });
        probe("n06-null-message-ends", () -> {
            deploy(
                    waitingForAMessage("n06", "n06m", "id").getModelElementById("x") == null
                            ? Bpmn.createExecutableProcess("n06")
                                    .startEvent()
                                    .intermediateCatchEvent(
                                            "C",
                                            e -> e.message(x -> x.name("n06m").zeebeCorrelationKeyExpression("id")))
                                    .endEvent()
                                    .done()
                            : null);
            long k = start("n06", map("id", "a", "z", null));
            waitActive(k, "C");
            attempt("publish", () -> {
                publish("n06m", "a", 60000);
                return null;
            });
            state(k);
        });
        probe("n07-null-timer-ends", () -> {
            deploy(Bpmn.createExecutableProcess("n07")
                    .startEvent()
                    .intermediateCatchEvent("C", e -> e.timerWithDuration("PT0.5S"))
                    .endEvent()
                    .done());
            long k = start("n07", map("z", null));
            run(1500, NONE, k);
        });
        probe("n08-null-in-call-activity-child", () -> {
            deploy(process("n08c", s -> s.serviceTask("T", t -> t.zeebeJobType("n08c"))));
            go(
                    process(
                            "n08",
                            s -> s.callActivity("Call", x -> x.zeebeProcessId("n08c"))
                                    .serviceTask("U", t -> t.zeebeJobType("n08u"))),
                    "n08",
                    map("a", 1),
                    Map.of("n08c", done("r", null)),
                    "n08c",
                    "n08u");
        });
        for (String d : new String[] {"PT0.5S", "PT1S", "PT2S", "PT3S"})
            probe("k01-cycle-R3-" + d, () -> {
                String id = "k01" + d.replace(".", "");
                deploy(Bpmn.createExecutableProcess(id)
                        .startEvent()
                        .serviceTask("T", t -> t.zeebeJobType(id))
                        .boundaryEvent("B", b -> b.cancelActivity(false).timerWithCycle("R3/" + d))
                        .serviceTask("U", t -> t.zeebeJobType(id + "u"))
                        .endEvent()
                        .moveToActivity("T")
                        .endEvent()
                        .done());
                long k = start(id, map());
                int n = 0;
                long t0 = System.currentTimeMillis();
                while (System.currentTimeMillis() - t0 < 14000) n += drainOnce(id + "u");
                say("fired " + n);
                client.newCancelInstanceCommand(k).send().join();
            });
        probe("k02-three-buffered-two-catches", () -> {
            deploy(Bpmn.createExecutableProcess("k02")
                    .startEvent()
                    .intermediateCatchEvent(
                            "C1", e -> e.message(x -> x.name("k02m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U1", t -> t.zeebeJobType("k02"))
                    .intermediateCatchEvent(
                            "C2", e -> e.message(x -> x.name("k02m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U2", t -> t.zeebeJobType("k02"))
                    .endEvent()
                    .done());
            for (int i = 1; i <= 3; i++) publish("k02m", "a", 60000, "n", i);
            pass(500);
            long k = start("k02", map("id", "a"));
            run(1000, NONE, k, "k02");
        });
        probe("k04-two-published-while-waiting-at-first", () -> {
            deploy(Bpmn.createExecutableProcess("k04")
                    .startEvent()
                    .intermediateCatchEvent(
                            "C1", e -> e.message(x -> x.name("k04m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U1", t -> t.zeebeJobType("k04"))
                    .intermediateCatchEvent(
                            "C2", e -> e.message(x -> x.name("k04m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U2", t -> t.zeebeJobType("k04"))
                    .endEvent()
                    .done());
            long k = start("k04", map("id", "a"));
            waitActive(k, "C1");
            publish("k04m", "a", 60000, "n", 1);
            publish("k04m", "a", 60000, "n", 2);
            run(1000, NONE, k, "k04");
        });
        probe("k05-exclusive-overlap-doc-order", () -> {
            for (int v = 0; v < 3; v++) {
                int w = v;
                String id = "k05" + v;
                go(
                        Bpmn.createExecutableProcess(id)
                                .startEvent()
                                .exclusiveGateway("G")
                                .sequenceFlowId("f1")
                                .conditionExpression("x>0")
                                .serviceTask("A", t -> t.zeebeJobType(id))
                                .endEvent()
                                .moveToNode("G")
                                .sequenceFlowId("f2")
                                .conditionExpression("x>1")
                                .serviceTask("B", t -> t.zeebeJobType(id))
                                .endEvent()
                                .moveToNode("G")
                                .sequenceFlowId("f3")
                                .conditionExpression("x>2")
                                .serviceTask("C", t -> t.zeebeJobType(id))
                                .endEvent()
                                .done(),
                        id,
                        map("x", w + 1),
                        NONE,
                        id);
            }
        });
        probe(
                "k06-output-chain",
                () -> go(
                        process(
                                "k06",
                                s -> s.serviceTask(
                                                "T",
                                                t -> t.zeebeJobType("k06")
                                                        .zeebeOutputExpression("r", "a")
                                                        .zeebeOutputExpression("a+1", "b"))
                                        .serviceTask("U", t -> t.zeebeJobType("k06u"))),
                        "k06",
                        map("a", 100),
                        Map.of("k06", done("r", 1)),
                        "k06",
                        "k06u"));
        probe(
                "k07-input-chain",
                () -> go(
                        process(
                                "k07",
                                s -> s.serviceTask(
                                        "T",
                                        t -> t.zeebeJobType("k07")
                                                .zeebeInputExpression("a+1", "b")
                                                .zeebeInputExpression("b+1", "c")
                                                .zeebeInputExpression("c", "d.e")
                                                .zeebeInputExpression("d.e+1", "d.f"))),
                        "k07",
                        map("a", 1),
                        NONE,
                        "k07"));
        probe(
                "k09-error-vars-event-subprocess",
                () -> go(
                        Bpmn.createExecutableProcess("k09")
                                .startEvent()
                                .subProcess("Sub", u -> {
                                    u.embeddedSubProcess()
                                            .startEvent()
                                            .serviceTask("T", t -> t.zeebeJobType("k09"))
                                            .endEvent();
                                    u.embeddedSubProcess()
                                            .eventSubProcess(
                                                    "ES",
                                                    e -> e.startEvent("ESS")
                                                            .interrupting(true)
                                                            .error()
                                                            .serviceTask("H", t -> t.zeebeJobType("k09h"))
                                                            .endEvent());
                                })
                                .serviceTask("U", t -> t.zeebeJobType("k09u"))
                                .endEvent()
                                .done(),
                        "k09",
                        map(),
                        Map.of("k09", error("X", "m", "why", "new"), "k09h", done("hh", 1)),
                        "k09",
                        "k09h",
                        "k09u"));
        probe("k11-error-vars-call-activity", () -> {
            deploy(process("k11c", s -> s.serviceTask("T", t -> t.zeebeJobType("k11c"))));
            go(
                    Bpmn.createExecutableProcess("k11")
                            .startEvent()
                            .callActivity("Call", x -> x.zeebeProcessId("k11c"))
                            .boundaryEvent("B", b -> b.error())
                            .serviceTask("U", t -> t.zeebeJobType("k11u"))
                            .endEvent()
                            .moveToActivity("Call")
                            .endEvent()
                            .done(),
                    "k11",
                    map(),
                    Map.of("k11c", error("X", "m", "why", "new")),
                    "k11c",
                    "k11u");
        });
        probe(
                "k12-job-vars-lost-on-error-with-input",
                () -> go(
                        Bpmn.createExecutableProcess("k12")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("k12").zeebeOutputExpression("r", "rr"))
                                .boundaryEvent("B", b -> b.error("X"))
                                .serviceTask("U", t -> t.zeebeJobType("k12u"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done(),
                        "k12",
                        map(),
                        Map.of("k12", error("X", "m", "r", "new")),
                        "k12",
                        "k12u"));
        probe("k14-cancel-child-then-parent", () -> {
            deploy(process("k14c", s -> s.serviceTask("T", t -> t.zeebeJobType("k14c"))));
            deploy(process("k14", s -> s.callActivity("Call", x -> x.zeebeProcessId("k14c"))));
            long k = start("k14", map());
            ActivatedJob j = job("k14c");
            attempt(
                    "cancel child",
                    () -> client.newCancelInstanceCommand(j.getProcessInstanceKey())
                                    .send()
                                    .join()
                            == null);
            state(k);
        });
        probe("k15-message-name-expression-start", () -> {
            tryToDeploy(
                    "start",
                    Bpmn.createExecutableProcess("k15")
                            .startEvent("S")
                            .message("=\"k15\"+\"m\"")
                            .serviceTask("T", t -> t.zeebeJobType("k15"))
                            .endEvent()
                            .done());
            publish("k15m", "", 0);
            for (String s : drain(500, NONE, "k15")) say("job " + s);
        });
        probe("k16-user-task-assign-complete", () -> {
            deploy(process("k16", s -> s.userTask("T", t -> t.zeebeUserTask())));
            long k = start("k16", map());
            state(k);
        });
    }
}
