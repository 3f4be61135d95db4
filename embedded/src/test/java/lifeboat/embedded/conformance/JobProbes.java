package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;

/** About jobs. */
class JobProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("j01-type-and-retries-expressions", () -> {
            tryToDeploy(
                    "x",
                    process(
                            "j01",
                            s -> s.serviceTask(
                                    "T",
                                    t -> t.zeebeJobTypeExpression("\"j01-\"+x").zeebeJobRetriesExpression("n"))));
            long k = start("j01", map("x", "a", "n", 5));
            ActivatedJob j = job("j01-a");
            say("retries " + j.getRetries());
        });
        probe(
                "j02-type-null",
                () -> go(
                        process("j02", s -> s.serviceTask("T", t -> t.zeebeJobTypeExpression("missing"))),
                        "j02",
                        map(),
                        NONE,
                        "j02"));
        probe("j03-retries-zero", () -> {
            tryToDeploy(
                    "x",
                    process(
                            "j03",
                            s -> s.serviceTask("T", t -> t.zeebeJobType("j03").zeebeJobRetries("0"))));
            long k = start("j03", map());
            run(600, NONE, k, "j03");
        });
        probe("j06-complete-without-activation", () -> {
            deploy(process("j06", s -> s.serviceTask("T", t -> t.zeebeJobType("j06"))));
            long k = start("j06", map());
            ActivatedJob j = letGo("j06");
            attempt(
                    "complete after timeout",
                    () -> client.newCompleteCommand(j).send().join() == null);
            state(k);
            attempt("complete again", () -> client.newCompleteCommand(j).send().join());
        });
        probe("j07-fail-without-activation", () -> {
            deploy(process("j07", s -> s.serviceTask("T", t -> t.zeebeJobType("j07"))));
            long k = start("j07", map());
            ActivatedJob j = letGo("j07");
            attempt(
                    "fail after timeout",
                    () -> client.newFailCommand(j).retries(2).send().join() == null);
            attempt(
                    "update timeout",
                    () -> client.newUpdateTimeoutCommand(j).timeout(1000).send().join() == null);
            attempt(
                    "throw",
                    () -> client.newThrowErrorCommand(j).errorCode("Q").send().join() == null);
            state(k);
        });
        probe("j08-update-retries", () -> {
            deploy(process("j08", s -> s.serviceTask("T", t -> t.zeebeJobType("j08"))));
            long k = start("j08", map());
            ActivatedJob j = job("j08");
            attempt(
                    "0",
                    () -> client.newUpdateRetriesCommand(j).retries(0).send().join() == null);
            attempt(
                    "-1",
                    () -> client.newUpdateRetriesCommand(j).retries(-1).send().join() == null);
            attempt(
                    "5",
                    () -> client.newUpdateRetriesCommand(j).retries(5).send().join() == null);
            attempt(
                    "unknown",
                    () -> client.newUpdateRetriesCommand(2251799813000000L)
                                    .retries(5)
                                    .send()
                                    .join()
                            == null);
            attempt("fail -1", () -> client.newFailCommand(j).retries(-1).send().join() == null);
            state(k);
        });
        probe("j09-resolve-without-retries", () -> {
            deploy(process("j09", s -> s.serviceTask("T", t -> t.zeebeJobType("j09"))));
            long k = start("j09", map());
            client.newFailCommand(job("j09"))
                    .retries(0)
                    .errorMessage("e")
                    .send()
                    .join();
            long i = incident(k);
            attempt("resolve", () -> client.newResolveIncidentCommand(i).send().join() == null);
            state(k);
            say("jobs " + drain(600, NONE, "j09"));
            state(k);
        });
        probe("j11-fail-twice-failed-job", () -> {
            deploy(process("j11", s -> s.serviceTask("T", t -> t.zeebeJobType("j11"))));
            long k = start("j11", map());
            ActivatedJob j = job("j11");
            client.newFailCommand(j).retries(0).errorMessage("e").send().join();
            attempt(
                    "fail again",
                    () -> client.newFailCommand(j)
                                    .retries(0)
                                    .errorMessage("f")
                                    .send()
                                    .join()
                            == null);
            attempt(
                    "throw",
                    () -> client.newThrowErrorCommand(j).errorCode("Q").send().join() == null);
            attempt("complete", () -> client.newCompleteCommand(j).send().join() == null);
            state(k);
        });
        probe("j16-fail-with-higher-retries", () -> {
            deploy(process("j16", s -> s.serviceTask("T", t -> t.zeebeJobType("j16"))));
            long k = start("j16", map());
            client.newFailCommand(job("j16")).retries(99).send().join();
            say("retries " + job("j16").getRetries());
        });
        probe("j17-job-variables-bad", () -> {
            deploy(process("j17", s -> s.serviceTask("T", t -> t.zeebeJobType("j17"))));
            start("j17", map());
            ActivatedJob j = job("j17");
            attempt(
                    "array",
                    () -> client.newCompleteCommand(j).variables("[]").send().join() == null);
            attempt(
                    "broken",
                    () -> client.newCompleteCommand(j).variables("{x").send().join() == null);
            attempt(
                    "ok",
                    () -> client.newCompleteCommand(j).variables("{}").send().join() == null);
        });
        probe("j18-throw-error-on-backing-off-job-caught", () -> {
            deploy(Bpmn.createExecutableProcess("j18")
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("j18"))
                    .boundaryEvent("B", b -> b.error("A"))
                    .endEvent("EB")
                    .moveToActivity("T")
                    .endEvent()
                    .done());
            long k = start("j18", map());
            ActivatedJob j = job("j18");
            client.newFailCommand(j)
                    .retries(2)
                    .retryBackoff(Duration.ofSeconds(30))
                    .send()
                    .join();
            attempt(
                    "throw",
                    () -> client.newThrowErrorCommand(j).errorCode("A").send().join() == null);
            state(k);
        });
    }

    /** A job that its worker let the deadline of pass. */
    private ActivatedJob letGo(String type) throws InterruptedException {
        ActivatedJob job = client.newActivateJobsCommand()
                .jobType(type)
                .maxJobsToActivate(1)
                .timeout(Duration.ofMillis(200))
                .requestTimeout(Duration.ofSeconds(3))
                .send()
                .join()
                .getJobs()
                .get(0);
        pass(600);
        return job;
    }
}
