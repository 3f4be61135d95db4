package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;

/** About timers. */
class TimerProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("t01-cycle-R3-noninterrupting", () -> {
            deploy(Bpmn.createExecutableProcess("t01")
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("t01"))
                    .boundaryEvent("B", b -> b.cancelActivity(false).timerWithCycle("R3/PT0.5S"))
                    .serviceTask("U", t -> t.zeebeJobType("t01u"))
                    .endEvent()
                    .moveToActivity("T")
                    .endEvent()
                    .done());
            long k = start("t01", map());
            run(2500, NONE, k, "t01u");
        });
        probe(
                "t03-date-in-past",
                () -> go(
                        Bpmn.createExecutableProcess("t03")
                                .startEvent()
                                .intermediateCatchEvent("C", e -> e.timerWithDateExpression("d"))
                                .serviceTask("U", t -> t.zeebeJobType("t03u"))
                                .endEvent()
                                .done(),
                        "t03",
                        map("d", "2020-01-01T00:00:00Z"),
                        NONE,
                        "t03u"));
        for (String[] d : new String[][] {
            {"negative", "PT-1S"},
            {"zero", "PT0S"},
            {"number", "1"},
            {"words", "soon"},
            {"P1M-string", "P1M"},
            {"weeks", "P1W"},
            {"mixed", "P0Y0M0DT0.2S"}
        })
            probe("t04-duration-" + d[0], () -> {
                String id = "t04" + d[0].replace("-", "");
                deploy(Bpmn.createExecutableProcess(id)
                        .startEvent()
                        .intermediateCatchEvent("C", e -> e.timerWithDurationExpression("d"))
                        .serviceTask("U", t -> t.zeebeJobType(id))
                        .endEvent()
                        .done());
                long k = start(id, map("d", d[1].equals("1") ? (Object) 1 : d[1]));
                run(1800, NONE, k, id);
            });
        probe("t05-feel-durations", () -> {
            int i = 0;
            for (String e : new String[] {
                "duration(\"PT0.2S\")",
                "duration(\"P0M\")",
                "date and time(\"2020-01-01T00:00:00Z\")",
                "\"PT\"+string(0)+\"S\"",
                "now()+duration(\"PT0.2S\")"
            }) {
                String id = "t05" + i++;
                tryToDeploy(
                        e,
                        Bpmn.createExecutableProcess(id)
                                .startEvent()
                                .intermediateCatchEvent("C", x -> x.timerWithDurationExpression(e))
                                .serviceTask("U", t -> t.zeebeJobType(id))
                                .endEvent()
                                .done());
                try {
                    long k = start(id, map());
                    run(1500, NONE, k, id);
                } catch (Exception x) {
                    say(reason(x));
                }
            }
        });
        probe(
                "t07-interrupting-cycle",
                () -> tryToDeploy(
                        "interrupting boundary with cycle",
                        Bpmn.createExecutableProcess("t07")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("t07"))
                                .boundaryEvent("B", b -> b.cancelActivity(true).timerWithCycle("R3/PT0.5S"))
                                .serviceTask("U", t -> t.zeebeJobType("t07u"))
                                .endEvent()
                                .moveToActivity("T")
                                .endEvent()
                                .done()));
        probe("t08-start-timers", () -> {
            tryToDeploy(
                    "duration start",
                    Bpmn.createExecutableProcess("t08a")
                            .startEvent("S")
                            .timerWithDuration("PT1S")
                            .serviceTask("T", t -> t.zeebeJobType("t08"))
                            .endEvent()
                            .done());
            tryToDeploy(
                    "past date start",
                    Bpmn.createExecutableProcess("t08b")
                            .startEvent("S")
                            .timerWithDate("2020-01-01T00:00:00Z")
                            .serviceTask("T", t -> t.zeebeJobType("t08"))
                            .endEvent()
                            .done());
            tryToDeploy(
                    "R1 cycle",
                    Bpmn.createExecutableProcess("t08c")
                            .startEvent("S")
                            .timerWithCycle("R1/PT0.5S")
                            .serviceTask("T", t -> t.zeebeJobType("t08"))
                            .endEvent()
                            .done());
            tryToDeploy(
                    "cycle with start",
                    Bpmn.createExecutableProcess("t08d")
                            .startEvent("S")
                            .timerWithCycle("R2/2020-01-01T00:00:00Z/PT1S")
                            .serviceTask("T", t -> t.zeebeJobType("t08"))
                            .endEvent()
                            .done());
            for (String s : drain(3000, NONE, "t08")) say("job " + s);
        });
        probe("t09-event-subprocess-timer-cycle", () -> {
            tryToDeploy(
                    "x",
                    Bpmn.createExecutableProcess("t09")
                            .eventSubProcess(
                                    "ES",
                                    e -> e.startEvent("ESS")
                                            .interrupting(false)
                                            .timerWithCycle("R2/PT0.5S")
                                            .serviceTask("U", t -> t.zeebeJobType("t09u"))
                                            .endEvent())
                            .startEvent()
                            .serviceTask("T", t -> t.zeebeJobType("t09"))
                            .endEvent()
                            .done());
            long k = start("t09", map());
            run(2500, NONE, k, "t09u");
        });
    }
}
