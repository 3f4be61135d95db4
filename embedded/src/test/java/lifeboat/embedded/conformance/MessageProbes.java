package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.util.Collections;
import java.util.List;

/** About messages. */
class MessageProbes extends Probing {

    @Override
    void run() throws Exception {
        Object[][] keys = {
            {"int", 42, "42"},
            {"decimal", 1.5, "1.5"},
            {"decimal0", 2.0, "2"},
            {"decimal0b", 2.0, "2.0"},
            {"bool", true, "true"},
            {"empty", "", ""},
            {"null", null, "null"},
            {"list", List.of("a"), "a"},
            {"big", 12345678901234L, "12345678901234"}
        };
        for (Object[] k : keys)
            probe("m01-key-" + k[0], () -> {
                String id = "m01" + k[0];
                deploy(waitingForAMessage(id, id + "m", "id"));
                long key = start(id, map("id", k[1]));
                pass(300);
                attempt("publish", () -> {
                    publish(id + "m", (String) k[2], 0);
                    return null;
                });
                run(700, NONE, key, id);
            });
        probe("m02-name-expression", () -> {
            deploy(waitingForAMessage("m02", "=\"pre-\"+id", "id"));
            long k = start("m02", map("id", "a"));
            waitActive(k, "C");
            publish("pre-a", "a", 0);
            run(700, NONE, k, "m02");
        });
        probe("m03-name-expression-null", () -> {
            deploy(waitingForAMessage("m03", "=missing", "id"));
            long k = start("m03", map("id", "a"));
            run(500, NONE, k, "m03");
        });
        probe("m05-start-without-key", () -> {
            deploy(Bpmn.createExecutableProcess("m05")
                    .startEvent()
                    .message("m05m")
                    .serviceTask("T", t -> t.zeebeJobType("m05"))
                    .endEvent()
                    .done());
            publish("m05m", "", 0, "n", 1);
            publish("m05m", "", 0, "n", 2);
            for (String s : drain(700, NONE, "m05")) say("job " + s);
        });
        probe("m07-two-definitions-both", () -> {
            deploy(waitingForAMessage("m07a", "m07m", "id"));
            deploy(waitingForAMessage("m07b", "m07m", "id"));
            long a = start("m07a", map("id", "a")), b = start("m07b", map("id", "a"));
            waitActive(a, "C");
            waitActive(b, "C");
            publish("m07m", "a", 0, "v", 1);
            var s = drain(700, NONE, "m07a", "m07b");
            say("jobs " + s.size());
        });
        probe("m12-buffered-order-fifo", () -> {
            for (int i = 1; i <= 3; i++) publish("m12m", "a", 60000, "n", i);
            deploy(Bpmn.createExecutableProcess("m12")
                    .startEvent()
                    .intermediateCatchEvent(
                            "C1", e -> e.message(x -> x.name("m12m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U1", t -> t.zeebeJobType("m12"))
                    .intermediateCatchEvent(
                            "C2", e -> e.message(x -> x.name("m12m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U2", t -> t.zeebeJobType("m12"))
                    .endEvent()
                    .done());
            long k = start("m12", map("id", "a"));
            run(700, NONE, k, "m12");
        });
        probe("m13-buffered-noninterrupting-boundary", () -> {
            for (int i = 1; i <= 3; i++) publish("m13m", "a", 60000, "n", i);
            deploy(Bpmn.createExecutableProcess("m13")
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("m13"))
                    .boundaryEvent(
                            "B",
                            b -> b.cancelActivity(false)
                                    .message(x -> x.name("m13m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U", t -> t.zeebeJobType("m13u"))
                    .endEvent()
                    .moveToActivity("T")
                    .endEvent()
                    .done());
            long k = start("m13", map("id", "a"));
            var s = drain(900, NONE, "m13u");
            Collections.sort(s);
            s.forEach(x -> say("job " + x));
        });
        probe("m15-start-and-wait-same-message", () -> {
            deploy(Bpmn.createExecutableProcess("m15")
                    .startEvent("S")
                    .message("m15m")
                    .intermediateCatchEvent(
                            "C", e -> e.message(x -> x.name("m15m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("T", t -> t.zeebeJobType("m15"))
                    .endEvent()
                    .done());
            publish("m15m", "a", 60000, "id", "a", "n", 1);
            pass(300);
            publish("m15m", "a", 60000, "id", "a", "n", 2);
            for (String s : drain(900, NONE, "m15")) say("job " + s);
        });
        probe("m16-receive-task-with-boundary-same-key", () -> {
            deploy(Bpmn.createExecutableProcess("m16")
                    .startEvent()
                    .receiveTask("R")
                    .message(x -> x.name("m16m").zeebeCorrelationKeyExpression("id"))
                    .boundaryEvent("B", b -> b.message(x -> x.name("m16b").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("V", t -> t.zeebeJobType("m16v"))
                    .endEvent()
                    .moveToActivity("R")
                    .serviceTask("U", t -> t.zeebeJobType("m16u"))
                    .endEvent()
                    .done());
            long k = start("m16", map("id", "a"));
            waitActive(k, "R");
            publish("m16b", "a", 0, "x", 1);
            run(700, NONE, k, "m16u", "m16v");
        });
        probe("m17-start-singleton-released-by-cancel", () -> {
            deploy(Bpmn.createExecutableProcess("m17")
                    .startEvent("S")
                    .message("m17m")
                    .serviceTask("T", t -> t.zeebeJobType("m17"))
                    .endEvent()
                    .done());
            publish("m17m", "a", 0, "n", 1);
            ActivatedJob j = job("m17");
            publish("m17m", "a", 60000, "n", 2);
            client.newCancelInstanceCommand(j.getProcessInstanceKey()).send().join();
            for (String s : drain(900, NONE, "m17")) say("job " + s);
        });
        probe("m18-message-vars-not-object", () -> {
            attempt(
                    "string",
                    () -> client.newPublishMessageCommand()
                                    .messageName("x")
                                    .correlationKey("k")
                                    .variables("\"a\"")
                                    .send()
                                    .join()
                            == null);
            attempt(
                    "null json",
                    () -> client.newPublishMessageCommand()
                                    .messageName("x")
                                    .correlationKey("k")
                                    .variables("null")
                                    .send()
                                    .join()
                            == null);
            attempt(
                    "broken json",
                    () -> client.newPublishMessageCommand()
                                    .messageName("x")
                                    .correlationKey("k")
                                    .variables("{")
                                    .send()
                                    .join()
                            == null);
        });
        probe("m19-correlation-key-variable-from-own-input", () -> {
            deploy(Bpmn.createExecutableProcess("m19")
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("m19").zeebeInputExpression("\"in\"", "id"))
                    .boundaryEvent("B", b -> b.message(x -> x.name("m19m").zeebeCorrelationKeyExpression("id")))
                    .serviceTask("U", t -> t.zeebeJobType("m19u"))
                    .endEvent()
                    .moveToActivity("T")
                    .endEvent()
                    .done());
            long k = start("m19", map("id", "out"));
            job("m19");
            publish("m19m", "in", 0);
            publish("m19m", "out", 0);
            run(700, NONE, k, "m19u");
        });
    }
}
