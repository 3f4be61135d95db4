package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;

/** About conditions. */
class ConditionProbes extends Probing {

    @Override
    void run() throws Exception {
        for (String[] e : new String[][] {
            {"null-missing", "missing"},
            {"string", "\"yes\""},
            {"number", "1"},
            {"compare-null", "missing > 1"},
            {"eq-null", "missing = 1"},
            {"and-null", "true and missing"},
            {"type-error", "x > \"a\""}
        })
            probe("g01-condition-" + e[0], () -> {
                String id = "g01" + e[0].replace("-", "");
                go(
                        Bpmn.createExecutableProcess(id)
                                .startEvent()
                                .exclusiveGateway("G")
                                .sequenceFlowId("a")
                                .conditionExpression(e[1])
                                .serviceTask("A", t -> t.zeebeJobType(id + "a"))
                                .endEvent()
                                .moveToNode("G")
                                .sequenceFlowId("dflt")
                                .serviceTask("B", t -> t.zeebeJobType(id + "b"))
                                .endEvent()
                                .done(),
                        id,
                        map("x", 2),
                        NONE,
                        id + "a",
                        id + "b");
            });
        probe(
                "g05-inclusive-default",
                () -> go(
                        Bpmn.createExecutableProcess("g05")
                                .startEvent()
                                .inclusiveGateway("G")
                                .sequenceFlowId("a")
                                .conditionExpression("x>10")
                                .serviceTask("A", t -> t.zeebeJobType("g05a"))
                                .endEvent()
                                .moveToNode("G")
                                .sequenceFlowId("dflt")
                                .serviceTask("B", t -> t.zeebeJobType("g05b"))
                                .endEvent()
                                .done(),
                        "g05",
                        map("x", 2),
                        NONE,
                        "g05a",
                        "g05b"));
        probe(
                "g06-inclusive-null-condition",
                () -> go(
                        Bpmn.createExecutableProcess("g06")
                                .startEvent()
                                .inclusiveGateway("G")
                                .sequenceFlowId("a")
                                .conditionExpression("x>1")
                                .serviceTask("A", t -> t.zeebeJobType("g06a"))
                                .endEvent()
                                .moveToNode("G")
                                .sequenceFlowId("b")
                                .conditionExpression("missing")
                                .serviceTask("B", t -> t.zeebeJobType("g06b"))
                                .endEvent()
                                .done(),
                        "g06",
                        map("x", 2),
                        NONE,
                        "g06a",
                        "g06b"));
    }
}
