package lifeboat.embedded.conformance;

import io.camunda.zeebe.model.bpmn.Bpmn;

/** About gateways. */
class GatewayProbes extends Probing {

    @Override
    void run() throws Exception {
        probe(
                "w02-parallel-join-twice-same-branch",
                () -> go(
                        Bpmn.createExecutableProcess("w02")
                                .startEvent()
                                .parallelGateway("F")
                                .exclusiveGateway("X")
                                .parallelGateway("J")
                                .serviceTask("U", t -> t.zeebeJobType("w02u"))
                                .endEvent()
                                .moveToNode("F")
                                .connectTo("X")
                                .moveToNode("F")
                                .serviceTask("T", t -> t.zeebeJobType("w02t"))
                                .connectTo("J")
                                .done(),
                        "w02",
                        map(),
                        NONE,
                        "w02u",
                        "w02t"));
        probe("w03-link-events", () -> {
            tryToDeploy("link", (Object) new String[] {
                "w03.bpmn",
                Xml.definitions(
                        "w03",
                        Xml.startEvent("S", "", "L")
                                + Xml.element(
                                        "intermediateThrowEvent",
                                        "L",
                                        "",
                                        "<bpmn:linkEventDefinition id=\"l1\" name=\"a\"/>",
                                        Xml.from("S"))
                                + Xml.element(
                                        "intermediateCatchEvent",
                                        "M",
                                        "",
                                        "<bpmn:linkEventDefinition id=\"l2\" name=\"a\"/>",
                                        Xml.from(),
                                        "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("w03"), Xml.from("M"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "L")
                                + Xml.flow("M", "T")
                                + Xml.flow("T", "E"),
                        "")
            });
            long k = start("w03", map());
            run(500, NONE, k, "w03");
        });
        probe("w04-undefined-and-manual", () -> {
            tryToDeploy("manual", process("w04a", s -> s.manualTask("M")));
            tryToDeploy("undefined", process("w04b", s -> s.task("M")));
        });
        probe(
                "w06-ends-without-end-event",
                () -> go(
                        Bpmn.createExecutableProcess("w06")
                                .startEvent()
                                .serviceTask("T", t -> t.zeebeJobType("w06"))
                                .done(),
                        "w06",
                        map(),
                        NONE,
                        "w06"));
    }
}
