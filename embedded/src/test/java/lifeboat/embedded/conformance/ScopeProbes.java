package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.time.Duration;

/** Scopes and their timers. */
class ScopeProbes extends Probing {

    BpmnModelInstance q(String id, boolean others) {
        return Bpmn.createExecutableProcess(id)
                .startEvent()
                .subProcess("Sub", u -> {
                    u.embeddedSubProcess()
                            .startEvent()
                            .serviceTask("In", t -> t.zeebeJobType(id + "in"))
                            .endEvent("InEnd");
                    if (others)
                        u.embeddedSubProcess()
                                .eventSubProcess(
                                        "ES1",
                                        e -> e.startEvent("OnError")
                                                .interrupting(true)
                                                .error()
                                                .serviceTask("Err", t -> t.zeebeJobType(id + "err"))
                                                .endEvent());
                    u.embeddedSubProcess()
                            .eventSubProcess(
                                    "ES2",
                                    e -> e.startEvent("OnTimer")
                                            .interrupting(true)
                                            .timerWithDurationExpression("limit")
                                            .serviceTask("Late", t -> t.zeebeJobType(id + "late"))
                                            .endEvent());
                    if (others)
                        u.embeddedSubProcess()
                                .eventSubProcess(
                                        "ES3",
                                        e -> e.startEvent("OnMessage")
                                                .interrupting(true)
                                                .message(x -> x.name(id + "m").zeebeCorrelationKeyExpression("key"))
                                                .serviceTask("Msg", t -> t.zeebeJobType(id + "msg"))
                                                .endEvent());
                })
                .serviceTask("Out", t -> t.zeebeJobType(id + "out"))
                .endEvent()
                .done();
    }

    @Override
    void run() throws Exception {
        for (boolean o : new boolean[] {false, true})
            probe("q0" + (o ? 2 : 1) + "-event-subprocess-timer-after-scope-ended", () -> {
                String id = o ? "q02" : "q01";
                deploy(q(id, o));
                start(id, map("limit", "PT4S", "key", "k"));
                watchAfterScopeEnded(id);
            });
        probe("q03-same-with-a-compensation-handler-inside", () -> {
            String id = "q03";
            deploy(Bpmn.createExecutableProcess(id)
                    .startEvent()
                    .subProcess("Sub", u -> {
                        u.embeddedSubProcess()
                                .startEvent()
                                .serviceTask(
                                        "In",
                                        t -> t.zeebeJobType(id + "in")
                                                .boundaryEvent(
                                                        "Undo",
                                                        b -> b.compensation(x -> x.serviceTask("UndoIn")
                                                                .zeebeJobType(id + "undo"))))
                                .endEvent("InEnd");
                        u.embeddedSubProcess()
                                .eventSubProcess(
                                        "ES2",
                                        e -> e.startEvent("OnTimer")
                                                .interrupting(true)
                                                .timerWithDurationExpression("limit")
                                                .serviceTask("Late", t -> t.zeebeJobType(id + "late"))
                                                .endEvent());
                    })
                    .serviceTask("Out", t -> t.zeebeJobType(id + "out"))
                    .endEvent()
                    .done());
            start(id, map("limit", "PT4S"));
            watchAfterScopeEnded(id);
        });
        probe("q04-message-event-subprocess-after-scope-ended-with-a-compensation-handler", () -> {
            String id = "q04";
            deploy(Bpmn.createExecutableProcess(id)
                    .startEvent()
                    .subProcess("Sub", u -> {
                        u.embeddedSubProcess()
                                .startEvent()
                                .serviceTask(
                                        "In",
                                        t -> t.zeebeJobType(id + "in")
                                                .boundaryEvent(
                                                        "Undo",
                                                        b -> b.compensation(x -> x.serviceTask("UndoIn")
                                                                .zeebeJobType(id + "undo"))))
                                .endEvent("InEnd");
                        u.embeddedSubProcess()
                                .eventSubProcess(
                                        "ES2",
                                        e -> e.startEvent("OnMessage")
                                                .interrupting(true)
                                                .message(x -> x.name("q04m").zeebeCorrelationKeyExpression("key"))
                                                .serviceTask("Late", t -> t.zeebeJobType(id + "late"))
                                                .endEvent());
                    })
                    .serviceTask("Out", t -> t.zeebeJobType(id + "out"))
                    .endEvent()
                    .done());
            long k = start(id, map("key", "k4"));
            client.newCompleteCommand(job(id + "in")).send().join();
            ActivatedJob out1 = job(id + "out");
            attempt("publish", () -> {
                publish("q04m", "k4", 0);
                return null;
            });
            long t0 = System.currentTimeMillis();
            int late = 0;
            while (System.currentTimeMillis() - t0 < 4000) late += drainOnce(id + "late");
            say("late jobs " + late);
            attempt("complete out", () -> client.newCompleteCommand(out1).send().join() == null);
        });
    }

    /** Looks for much longer than the timer takes. */
    private void watchAfterScopeEnded(String id) {
        client.newCompleteCommand(job(id + "in")).send().join();
        ActivatedJob first = job(id + "out");
        say("out is there");
        long start = System.currentTimeMillis();
        int late = 0;
        int further = 0;
        while (System.currentTimeMillis() - start < 14000) {
            late += drainOnce(id + "late");
            further += client.newActivateJobsCommand()
                    .jobType(id + "out")
                    .maxJobsToActivate(5)
                    .timeout(Duration.ofMinutes(5))
                    .requestTimeout(Duration.ofMillis(300))
                    .send()
                    .join()
                    .getJobs()
                    .size();
        }
        say("late jobs " + late + ", further out jobs " + further);
        attempt("complete out", () -> client.newCompleteCommand(first).send().join() == null);
    }
}
