package lifeboat.embedded.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** Files that a deployment may refuse. */
class DeploymentProbes extends Probing {

    @Override
    void run() throws Exception {
        Map<String, String> r = new LinkedHashMap<>();
        r.put(
                "01-no-start",
                Xml.definitions(
                        "z01",
                        Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from(), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "02-duplicate-id",
                Xml.definitions(
                        "z02",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.endEvent("T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "03-two-none-starts",
                Xml.definitions(
                        "z03",
                        Xml.startEvent("S", "", "T")
                                + Xml.startEvent("S2", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S", "S2"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("S2", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "04-message-without-name",
                Xml.definitions(
                        "z04",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("receiveTask", "T", "messageRef=\"M\"", "", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        "<bpmn:message id=\"M\"/>"));
        r.put(
                "05-message-without-key",
                Xml.definitions(
                        "z05",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("receiveTask", "T", "messageRef=\"M\"", "", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        "<bpmn:message id=\"M\" name=\"m\"/>"));
        r.put(
                "06-timer-empty",
                Xml.definitions(
                        "z06",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "intermediateCatchEvent",
                                        "T",
                                        "",
                                        "<bpmn:timerEventDefinition id=\"td\"/>",
                                        Xml.from("S"),
                                        "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "07-timer-bad-static",
                Xml.definitions(
                        "z07",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "intermediateCatchEvent",
                                        "T",
                                        "",
                                        "<bpmn:timerEventDefinition"
                                            + " id=\"td\"><bpmn:timeDuration>soon</bpmn:timeDuration></bpmn:timerEventDefinition>",
                                        Xml.from("S"),
                                        "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "08-xor-no-condition",
                Xml.definitions(
                        "z08",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("exclusiveGateway", "T", "", "", Xml.from("S"), "E", "E2")
                                + Xml.endEvent("E", "T")
                                + Xml.endEvent("E2", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E")
                                + Xml.flow("T", "E2"),
                        ""));
        r.put(
                "09-sub-without-start",
                Xml.definitions(
                        "z09",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("subProcess", "T", "", "", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "10-not-executable",
                Xml.definitions(
                        null,
                        "",
                        "<bpmn:process id=\"z10\" isExecutable=\"false\">" + Xml.startEvent("S", "")
                                + "</bpmn:process>"));
        r.put(
                "11-two-processes",
                Xml.definitions(
                        "z11",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")),
                        "<bpmn:process id=\"z11b\" isExecutable=\"true\">"
                                + Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>"))
                                        .replace("\"S", "\"b_S")
                                        .replace("\"T", "\"b_T")
                                        .replace("\"E", "\"b_E")
                                        .replace("<bpmn:incoming>", "<bpmn:incoming>b_")
                                        .replace("<bpmn:outgoing>", "<bpmn:outgoing>b_")
                                + "</bpmn:process>"));
        r.put(
                "12-duplicate-error-boundary",
                Xml.definitions(
                        "z12",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S"), "E")
                                + "<bpmn:boundaryEvent id=\"B1\""
                                + " attachedToRef=\"T\"><bpmn:outgoing>B1_E1</bpmn:outgoing><bpmn:errorEventDefinition"
                                + " id=\"d1\" errorRef=\"Er\"/></bpmn:boundaryEvent><bpmn:boundaryEvent id=\"B2\""
                                + " attachedToRef=\"T\"><bpmn:outgoing>B2_E1</bpmn:outgoing><bpmn:errorEventDefinition"
                                + " id=\"d2\" errorRef=\"Er\"/></bpmn:boundaryEvent>"
                                + Xml.endEvent("E1", "B1", "B2") + Xml.endEvent("E", "T") + Xml.flow("S", "T")
                                + Xml.flow("T", "E") + Xml.flow("B1", "E1")
                                + Xml.flow("B2", "E1"),
                        "<bpmn:error id=\"Er\" errorCode=\"X\"/>"));
        r.put(
                "13-transaction",
                Xml.definitions(
                        "z13",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "transaction", "T", "", "<bpmn:startEvent id=\"S1\"/>", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "14-event-sub-none-start",
                Xml.definitions(
                        "z14",
                        Xml.startEvent("S", "", "T") + Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")
                                + Xml.endEvent("E", "T")
                                + "<bpmn:subProcess id=\"ES\" triggeredByEvent=\"true\"><bpmn:startEvent"
                                + " id=\"S1\"/></bpmn:subProcess>"
                                + Xml.flow("S", "T") + Xml.flow("T", "E"),
                        ""));
        r.put(
                "15-call-without-process",
                Xml.definitions(
                        "z15",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("callActivity", "T", "", "", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "16-empty-type",
                Xml.definitions("z16", Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"\"/>")), ""));
        r.put(
                "17-bad-input-target",
                Xml.definitions(
                        "z17",
                        Xml.around(Xml.serviceTask(
                                "<zeebe:taskDefinition type=\"x\"/><zeebe:ioMapping><zeebe:input source=\"=1\""
                                        + " target=\"a-b\"/></zeebe:ioMapping>")),
                        ""));
        r.put(
                "18-empty-input-target",
                Xml.definitions(
                        "z18",
                        Xml.around(Xml.serviceTask(
                                "<zeebe:taskDefinition type=\"x\"/><zeebe:ioMapping><zeebe:input source=\"=1\""
                                        + " target=\"\"/></zeebe:ioMapping>")),
                        ""));
        r.put(
                "19-input-target-digit",
                Xml.definitions(
                        "z19",
                        Xml.around(Xml.serviceTask(
                                "<zeebe:taskDefinition type=\"x\"/><zeebe:ioMapping><zeebe:input source=\"=1\""
                                        + " target=\"1x\"/></zeebe:ioMapping>")),
                        ""));
        r.put(
                "20-input-source-empty",
                Xml.definitions(
                        "z20",
                        Xml.around(Xml.serviceTask(
                                "<zeebe:taskDefinition type=\"x\"/><zeebe:ioMapping><zeebe:input source=\"\""
                                        + " target=\"y\"/></zeebe:ioMapping>")),
                        ""));
        r.put(
                "21-compensation-unknown-ref",
                Xml.definitions(
                        "z21",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "intermediateThrowEvent",
                                        "T",
                                        "",
                                        "<bpmn:compensateEventDefinition id=\"cd\" activityRef=\"Nope\"/>",
                                        Xml.from("S"),
                                        "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "22-event-gateway-one-branch",
                Xml.definitions(
                        "z22",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("eventBasedGateway", "T", "", "", Xml.from("S"), "C")
                                + Xml.element(
                                        "intermediateCatchEvent",
                                        "C",
                                        "",
                                        "<bpmn:timerEventDefinition"
                                            + " id=\"td\"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition>",
                                        Xml.from("T"),
                                        "E")
                                + Xml.endEvent("E", "C")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "C")
                                + Xml.flow("C", "E"),
                        ""));
        r.put(
                "23-event-gateway-receive-task",
                Xml.definitions(
                        "z23",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("eventBasedGateway", "T", "", "", Xml.from("S"), "C", "R")
                                + Xml.element(
                                        "intermediateCatchEvent",
                                        "C",
                                        "",
                                        "<bpmn:timerEventDefinition"
                                            + " id=\"td\"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition>",
                                        Xml.from("T"),
                                        "E")
                                + Xml.element("receiveTask", "R", "messageRef=\"M\"", "", Xml.from("T"), "E")
                                + Xml.endEvent("E", "C", "R")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "C")
                                + Xml.flow("T", "R")
                                + Xml.flow("C", "E")
                                + Xml.flow("R", "E"),
                        "<bpmn:message id=\"M\" name=\"m\"><bpmn:extensionElements><zeebe:subscription"
                                + " correlationKey=\"=id\"/></bpmn:extensionElements></bpmn:message>"));
        r.put(
                "24-start-with-incoming",
                Xml.definitions(
                        "z24",
                        Xml.element("startEvent", "S", "", "", Xml.from("T"), "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S"), "S")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "S"),
                        ""));
        r.put(
                "25-mi-without-collection",
                Xml.definitions(
                        "z25",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "serviceTask",
                                        "T",
                                        "",
                                        Xml.job("x") + "<bpmn:multiInstanceLoopCharacteristics/>",
                                        Xml.from("S"),
                                        "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "26-script-empty",
                Xml.definitions(
                        "z26",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("scriptTask", "T", "", "", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put("27-not-xml", "this is no xml");
        r.put(
                "28-unknown-element",
                Xml.definitions(
                        "z28",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")) + "<bpmn:nonsense id=\"N\"/>",
                        ""));
        r.put(
                "29-data-and-annotation",
                Xml.definitions(
                        "z29",
                        Xml.startEvent("S", "", "T") + Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")
                                + Xml.endEvent("E", "T")
                                + "<bpmn:dataObjectReference id=\"DR\" dataObjectRef=\"DO\"/><bpmn:dataObject"
                                + " id=\"DO\"/>"
                                + Xml.flow("S", "T") + Xml.flow("T", "E")
                                + "<bpmn:textAnnotation"
                                + " id=\"TA\"><bpmn:text>hi</bpmn:text></bpmn:textAnnotation><bpmn:association"
                                + " id=\"As\" sourceRef=\"T\" targetRef=\"TA\"/>",
                        ""));
        r.put(
                "30-collaboration",
                Xml.definitions(
                        "z30",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")),
                        "<bpmn:collaboration id=\"Co\"><bpmn:participant id=\"P\""
                                + " processRef=\"z30\"/></bpmn:collaboration>"));
        r.put(
                "31-unknown-extension",
                Xml.definitions(
                        "z31",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/><zeebe:properties><zeebe:property"
                                + " name=\"a\" value=\"b\"/></zeebe:properties><zeebe:madeUp a=\"1\"/>")),
                        ""));
        r.put(
                "32-handler-with-outgoing",
                Xml.definitions(
                        "z32",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S"), "E")
                                + "<bpmn:boundaryEvent id=\"B1\" attachedToRef=\"T\"><bpmn:compensateEventDefinition"
                                + " id=\"d1\"/></bpmn:boundaryEvent>"
                                + Xml.element(
                                        "serviceTask",
                                        "H",
                                        "isForCompensation=\"true\"",
                                        Xml.job("h"),
                                        Xml.from(),
                                        "E2")
                                + Xml.endEvent("E", "T") + Xml.endEvent("E2", "H") + Xml.flow("S", "T")
                                + Xml.flow("T", "E") + Xml.flow("H", "E2")
                                + "<bpmn:association id=\"As\" sourceRef=\"B1\" targetRef=\"H\""
                                + " associationDirection=\"One\"/>",
                        ""));
        r.put(
                "33-boundary-no-event",
                Xml.definitions(
                        "z33",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S"), "E")
                                + "<bpmn:boundaryEvent id=\"B1\""
                                + " attachedToRef=\"T\"><bpmn:outgoing>B1_E</bpmn:outgoing></bpmn:boundaryEvent>"
                                + Xml.endEvent("E", "T", "B1") + Xml.flow("S", "T") + Xml.flow("T", "E")
                                + Xml.flow("B1", "E"),
                        ""));
        r.put(
                "34-error-code-missing",
                Xml.definitions(
                        "z34",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "endEvent",
                                        "T",
                                        "",
                                        "<bpmn:errorEventDefinition id=\"ed\" errorRef=\"Er\"/>",
                                        Xml.from("S"))
                                + Xml.flow("S", "T"),
                        "<bpmn:error id=\"Er\"/>"));
        r.put(
                "35-error-catch-expression",
                Xml.definitions(
                        "z35",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S"), "E")
                                + "<bpmn:boundaryEvent id=\"B1\""
                                + " attachedToRef=\"T\"><bpmn:outgoing>B1_E</bpmn:outgoing><bpmn:errorEventDefinition"
                                + " id=\"d1\" errorRef=\"Er\"/></bpmn:boundaryEvent>"
                                + Xml.endEvent("E", "T", "B1") + Xml.flow("S", "T") + Xml.flow("T", "E")
                                + Xml.flow("B1", "E"),
                        "<bpmn:error id=\"Er\" errorCode=\"=code\"/>"));
        r.put(
                "36-two-starts-same-message",
                Xml.definitions(
                        "z36",
                        Xml.startEvent("S", "<bpmn:messageEventDefinition id=\"m1\" messageRef=\"M\"/>", "T")
                                + Xml.startEvent("S2", "<bpmn:messageEventDefinition id=\"m2\" messageRef=\"M\"/>", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("x"), Xml.from("S", "S2"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("S2", "T")
                                + Xml.flow("T", "E"),
                        "<bpmn:message id=\"M\" name=\"z36m\"/>"));
        r.put(
                "37-header-without-key",
                Xml.definitions(
                        "z37",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/><zeebe:taskHeaders><zeebe:header"
                                + " value=\"v\"/></zeebe:taskHeaders>")),
                        ""));
        r.put(
                "38-camunda7-namespace",
                Xml.definitions(
                        "z38",
                        Xml.around(Xml.element(
                                "serviceTask",
                                "T",
                                "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" camunda:asyncBefore=\"true\"",
                                Xml.job("x"),
                                Xml.from("S"),
                                "E")),
                        ""));
        r.put(
                "39-condition-not-feel",
                Xml.definitions(
                        "z39",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("exclusiveGateway", "T", "default=\"T_E2\"", "", Xml.from("S"), "E", "E2")
                                + Xml.endEvent("E", "T") + Xml.endEvent("E2", "T") + Xml.flow("S", "T")
                                + "<bpmn:sequenceFlow id=\"T_E\" sourceRef=\"T\""
                                + " targetRef=\"E\"><bpmn:conditionExpression"
                                + " xsi:type=\"bpmn:tFormalExpression\">true</bpmn:conditionExpression></bpmn:sequenceFlow>"
                                + Xml.flow("T", "E2"),
                        ""));
        r.put(
                "40-default-flow-elsewhere",
                Xml.definitions(
                        "z40",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("exclusiveGateway", "T", "default=\"S_T\"", "", Xml.from("S"), "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "41-escalation-without-code",
                Xml.definitions(
                        "z41",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "endEvent",
                                        "T",
                                        "",
                                        "<bpmn:escalationEventDefinition id=\"ed\" escalationRef=\"Er\"/>",
                                        Xml.from("S"))
                                + Xml.flow("S", "T"),
                        "<bpmn:escalation id=\"Er\"/>"));
        r.put(
                "42-signal-without-name",
                Xml.definitions(
                        "z42",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "endEvent",
                                        "T",
                                        "",
                                        "<bpmn:signalEventDefinition id=\"ed\" signalRef=\"Er\"/>",
                                        Xml.from("S"))
                                + Xml.flow("S", "T"),
                        "<bpmn:signal id=\"Er\"/>"));
        r.put(
                "43-message-throw",
                Xml.definitions(
                        "z43",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "intermediateThrowEvent",
                                        "T",
                                        "",
                                        Xml.job("z43") + "<bpmn:messageEventDefinition id=\"ed\"/>",
                                        Xml.from("S"),
                                        "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "44-association-before-flow-node",
                Xml.definitions(
                        "z44",
                        Xml.startEvent("S", "", "T")
                                + "<bpmn:textAnnotation"
                                + " id=\"TA\"><bpmn:text>hi</bpmn:text></bpmn:textAnnotation><bpmn:association"
                                + " id=\"As\" sourceRef=\"T\" targetRef=\"TA\"/>"
                                + Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>") + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T") + Xml.flow("T", "E"),
                        ""));
        r.put(
                "45-lanes",
                Xml.definitions(
                        "z45",
                        "<bpmn:laneSet id=\"LS\"><bpmn:lane"
                                + " id=\"L\"><bpmn:flowNodeRef>S</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
                                + Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")),
                        ""));
        r.put(
                "46-group-and-doc",
                Xml.definitions(
                        "z46",
                        "<bpmn:documentation>d</bpmn:documentation>"
                                + Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>"))
                                + "<bpmn:group id=\"G\"/>",
                        ""));
        r.put(
                "47-parallel-gateway-condition",
                Xml.definitions(
                        "z47",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("parallelGateway", "T", "", "", Xml.from("S"), "E", "E2")
                                + Xml.endEvent("E", "T")
                                + Xml.endEvent("E2", "T") + Xml.flow("S", "T")
                                + "<bpmn:sequenceFlow id=\"T_E\" sourceRef=\"T\""
                                + " targetRef=\"E\"><bpmn:conditionExpression"
                                + " xsi:type=\"bpmn:tFormalExpression\">=true</bpmn:conditionExpression></bpmn:sequenceFlow>"
                                + Xml.flow("T", "E2"),
                        ""));
        r.put(
                "48-version-tag",
                Xml.definitions(
                        "z48",
                        "<bpmn:extensionElements><zeebe:versionTag value=\"v1\"/></bpmn:extensionElements>"
                                + Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")),
                        ""));
        r.put(
                "49-dangling-task",
                Xml.definitions(
                        "z49",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>"))
                                + Xml.element("serviceTask", "Lost", "", Xml.job("y"), Xml.from()),
                        ""));
        r.put(
                "50-no-definition-id-on-event",
                Xml.definitions(
                        "z50",
                        Xml.startEvent("S", "", "T")
                                + Xml.element(
                                        "intermediateThrowEvent",
                                        "T",
                                        "",
                                        "<bpmn:compensateEventDefinition/>",
                                        Xml.from("S"),
                                        "E")
                                + Xml.endEvent("E", "T")
                                + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "51-user-task-plain",
                Xml.definitions("z51", Xml.around(Xml.element("userTask", "T", "", "", Xml.from("S"), "E")), ""));
        r.put(
                "52-execution-listener",
                Xml.definitions(
                        "z52",
                        Xml.around(Xml.serviceTask("<zeebe:taskDefinition"
                                + " type=\"x\"/><zeebe:executionListeners><zeebe:executionListener"
                                + " eventType=\"start\" type=\"el\"/></zeebe:executionListeners>")),
                        ""));
        r.put(
                "53-no-incoming-outgoing-children",
                Xml.definitions(
                        "z53",
                        "<bpmn:startEvent id=\"S\"/><bpmn:serviceTask id=\"T\">" + Xml.job("z53")
                                + "</bpmn:serviceTask><bpmn:endEvent id=\"E\"/>" + Xml.flow("S", "T")
                                + Xml.flow("T", "E"),
                        ""));
        r.put(
                "54-error-boundary-no-ref",
                Xml.definitions(
                        "z54",
                        Xml.startEvent("S", "", "T")
                                + Xml.element("serviceTask", "T", "", Xml.job("z54"), Xml.from("S"), "E")
                                + "<bpmn:boundaryEvent id=\"B1\""
                                + " attachedToRef=\"T\"><bpmn:outgoing>B1_E</bpmn:outgoing><bpmn:errorEventDefinition"
                                + " id=\"d1\"/></bpmn:boundaryEvent>"
                                + Xml.endEvent("E", "T", "B1") + Xml.flow("S", "T") + Xml.flow("T", "E")
                                + Xml.flow("B1", "E"),
                        ""));
        for (var x : r.entrySet())
            probe(
                    "z" + x.getKey(),
                    () -> tryToDeploy(x.getKey(), (Object) new String[] {"z" + x.getKey() + ".bpmn", x.getValue()}));
        probe("z60-run-without-children", () -> {
            long k = start("z53", Map.of());
            run(500, NONE, k, "z53");
        });
        probe("z61-message-throw-runs", () -> {
            long k = start("z43", Map.of());
            run(500, NONE, k, "z43");
        });
        probe(
                "z62-same-process-id-in-two-files",
                () -> tryToDeploy(
                        "x",
                        new String[] {
                            "a62.bpmn",
                            Xml.definitions(
                                    "z62", Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")), "")
                        },
                        new String[] {
                            "b62.bpmn",
                            Xml.definitions(
                                    "z62", Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"y\"/>")), "")
                        }));
        probe("z63-one-good-one-bad", () -> {
            tryToDeploy(
                    "x",
                    new String[] {
                        "a63.bpmn",
                        Xml.definitions("z63", Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")), "")
                    },
                    new String[] {"b63.bpmn", "nonsense"});
            attempt("start", () -> {
                start("z63", Map.of());
                return null;
            });
        });
        probe(
                "z64-same-resource-name-twice",
                () -> tryToDeploy(
                        "x",
                        new String[] {
                            "a64.bpmn",
                            Xml.definitions(
                                    "z64", Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"x\"/>")), "")
                        },
                        new String[] {
                            "a64.bpmn",
                            Xml.definitions(
                                    "z64b", Xml.around(Xml.serviceTask("<zeebe:taskDefinition type=\"y\"/>")), "")
                        }));
        probe(
                "z65-no-resource",
                () -> attempt(
                        "unknown file",
                        () -> deploy((Object) new String[] {"x.txt", "x"}).getKey() > 0));
        probe("z66-plain-user-task-runs", () -> {
            long k = start("z51", Map.of());
            state(k);
        });
        probe("z67-condition-not-feel-runs", () -> {
            long k = start("z39", Map.of());
            state(k);
        });
    }
}
