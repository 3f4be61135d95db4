package lifeboat.embedded.conformance;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;

/** About process instances. */
class InstanceProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("p02-message-start-only", () -> {
            deploy(Bpmn.createExecutableProcess("p02")
                    .startEvent("S")
                    .message("p02m")
                    .serviceTask("T", t -> t.zeebeJobType("p02"))
                    .endEvent()
                    .done());
            attempt("create", () -> {
                start("p02", map());
                return null;
            });
        });
        probe("p04-cancel", () -> {
            deploy(process("p04c", s -> s.serviceTask("T", t -> t.zeebeJobType("p04c"))));
            deploy(process("p04", s -> s.callActivity("Call", x -> x.zeebeProcessId("p04c"))));
            long k = start("p04", map());
            ActivatedJob j = job("p04c");
            attempt(
                    "cancel child",
                    () -> client.newCancelInstanceCommand(j.getProcessInstanceKey())
                                    .send()
                                    .join()
                            == null);
            attempt(
                    "cancel element key",
                    () -> client.newCancelInstanceCommand(j.getElementInstanceKey())
                                    .send()
                                    .join()
                            == null);
            attempt("cancel", () -> client.newCancelInstanceCommand(k).send().join() == null);
            state(k);
        });
        probe("p05-modify", () -> {
            deploy(Bpmn.createExecutableProcess("p05")
                    .startEvent()
                    .serviceTask("T", t -> t.zeebeJobType("p05"))
                    .subProcess(
                            "Sub",
                            u -> u.zeebeInputExpression("1", "loc")
                                    .embeddedSubProcess()
                                    .startEvent()
                                    .serviceTask("I", t -> t.zeebeJobType("p05i"))
                                    .serviceTask("J", t -> t.zeebeJobType("p05j"))
                                    .endEvent())
                    .endEvent()
                    .done());
            long k = start("p05", map());
            ActivatedJob j = job("p05");
            attempt(
                    "unknown element",
                    () -> client.newModifyProcessInstanceCommand(k)
                                    .activateElement("X")
                                    .send()
                                    .join()
                            == null);
            attempt(
                    "unknown instance",
                    () -> client.newModifyProcessInstanceCommand(k)
                                    .terminateElement(2251799813000001L)
                                    .send()
                                    .join()
                            == null);
            attempt(
                    "inside sub",
                    () -> client.newModifyProcessInstanceCommand(k)
                                    .activateElement("J")
                                    .withVariables(map("a", 1))
                                    .withVariables(map("b", 2), "Sub")
                                    .and()
                                    .terminateElement(j.getElementInstanceKey())
                                    .send()
                                    .join()
                            == null);
            run(700, NONE, k, "p05i", "p05j");
        });
        probe("p06-modify-terminate-last-ends", () -> {
            deploy(process("p06", s -> s.serviceTask("T", t -> t.zeebeJobType("p06"))));
            long k = start("p06", map());
            ActivatedJob j = job("p06");
            attempt(
                    "terminate",
                    () -> client.newModifyProcessInstanceCommand(k)
                                    .terminateElement(j.getElementInstanceKey())
                                    .send()
                                    .join()
                            == null);
            state(k);
        });
        probe("p08-set-variables-ended", () -> {
            deploy(process(
                    "p08", s -> s.scriptTask("X", t -> t.zeebeExpression("1").zeebeResultVariable("r"))));
            long k = start("p08", map());
            pass(400);
            attempt(
                    "set",
                    () -> client.newSetVariablesCommand(k)
                                    .variables(map("a", 1))
                                    .send()
                                    .join()
                            == null);
            attempt("cancel", () -> client.newCancelInstanceCommand(k).send().join() == null);
        });
        probe("p11-call-latest-and-expression", () -> {
            deploy(process("p11c", s -> s.serviceTask("T1", t -> t.zeebeJobType("p11c"))));
            deploy(process("p11", s -> s.callActivity("Call", x -> x.zeebeProcessIdExpression("\"p11\"+s"))));
            deploy(process("p11c", s -> s.serviceTask("T2", t -> t.zeebeJobType("p11c"))));
            long k = start("p11", map("s", "c"));
            run(700, NONE, k, "p11c");
            long k2 = start("p11", map("s", "nope"));
            run(400, NONE, k2, "p11c");
            long k3 = start("p11", map("s", null));
            run(400, NONE, k3, "p11c");
        });
    }
}
