package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;

/** About signals. */
class SignalProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("s02-signal-name-expression", () -> {
            tryToDeploy(
                    "x",
                    Bpmn.createExecutableProcess("s02")
                            .startEvent()
                            .intermediateCatchEvent("C", e -> e.signal("=\"s02-\"+x"))
                            .serviceTask("U", t -> t.zeebeJobType("s02"))
                            .endEvent()
                            .done());
        });
        probe("s03-signal-event-subprocess", () -> {
            deploy(Bpmn.createExecutableProcess("s03")
                    .eventSubProcess(
                            "ES",
                            e -> e.startEvent("ESS")
                                    .interrupting(true)
                                    .signal("s03s")
                                    .serviceTask("U", t -> t.zeebeJobType("s03u"))
                                    .endEvent())
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("s03"))
                    .endEvent()
                    .done());
            long k = start("s03", map());
            job("s03");
            client.newBroadcastSignalCommand()
                    .signalName("s03s")
                    .variables(map("a", 1))
                    .send()
                    .join();
            run(700, NONE, k, "s03u");
        });
        probe("s05-start-two-versions", () -> {
            for (int v = 1; v <= 2; v++) {
                int w = v;
                deploy(Bpmn.createExecutableProcess("s05")
                        .startEvent("S")
                        .signal("s05s")
                        .serviceTask("T" + w, t -> t.zeebeJobType("s05"))
                        .endEvent()
                        .done());
            }
            client.newBroadcastSignalCommand().signalName("s05s").send().join();
            for (String s : drain(600, NONE, "s05")) say("job " + s);
        });
        probe("s06-signal-end-event", () -> {
            deploy(Bpmn.createExecutableProcess("s06r")
                    .startEvent("S")
                    .signal("s06s")
                    .serviceTask("T", t -> t.zeebeJobType("s06"))
                    .endEvent()
                    .done());
            deploy(Bpmn.createExecutableProcess("s06")
                    .startEvent()
                    .endEvent("X", e -> e.signal("s06s"))
                    .done());
            start("s06", map("v", 1));
            for (String s : drain(600, NONE, "s06")) say("job " + s);
        });
    }
}
