package lifeboat.embedded.deployment;

import static lifeboat.embedded.deployment.ZeebeBpmn.BPMN_NS;
import static lifeboat.embedded.deployment.ZeebeBpmn.children;
import static lifeboat.embedded.deployment.ZeebeBpmn.zeebe;

import java.util.List;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelExpressions;
import org.w3c.dom.Element;

/**
 * Turns BPMN authored for Zeebe into BPMN that Operaton runs the same way. Only what Operaton must see in its own
 * attributes is rewritten; the {@code zeebe:} extension elements stay and are read by {@link ZeebeParseListener}.
 */
public class BpmnTranslator {

    private static final String OPERATON_NS = "http://operaton.org/schema/1.0/bpmn";

    /** The name under which a subscription with a correlation key is kept: one subscription, one name. */
    public static String subscriptionName(String message, String correlationKey) {
        return message + "::" + correlationKey;
    }

    byte[] translate(ZeebeBpmn bpmn) {
        bpmn.document().getDocumentElement()
                .setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:operaton", OPERATON_NS);
        bpmn.bpmn("process").forEach(process -> operaton(process, "historyTimeToLive", "P3650D"));
        bpmn.bpmn("serviceTask").forEach(BpmnTranslator::serviceTask);
        bpmn.bpmn("exclusiveGateway").forEach(gateway -> exclusiveGateway(bpmn, gateway));
        bpmn.bpmn("subProcess").forEach(BpmnTranslator::subProcess);
        List.of("timeDuration", "timeDate").forEach(timer -> bpmn.bpmn(timer).forEach(BpmnTranslator::timer));
        List.of("intermediateCatchEvent", "receiveTask").forEach(kind ->
                bpmn.bpmn(kind).forEach(BpmnTranslator::waitBefore));
        bpmn.bpmn("message").toList().forEach(message -> message(bpmn, message));
        return bpmn.write();
    }

    private static void serviceTask(Element task) {
        String type = zeebe(task, "taskDefinition").findFirst().orElseThrow().getAttribute("type");
        operaton(task, "type", "external");
        operaton(task, "topic", Feel.isExpression(type) ? FeelExpressions.text(type) : type);
        boolean evaluates = Feel.isExpression(type) || zeebe(task, "ioMapping").findAny().isPresent();
        if (evaluates || hasEvaluatingBoundary(task)) {
            waitBefore(task);
        }
    }

    /** Timers and correlation keys are evaluated when the task is entered, and that may fail. */
    private static boolean hasEvaluatingBoundary(Element task) {
        return children((Element) task.getParentNode(), BPMN_NS, "boundaryEvent")
                .filter(event -> event.getAttribute("attachedToRef").equals(task.getAttribute("id")))
                .anyMatch(event -> children(event, BPMN_NS, "timerEventDefinition").findAny().isPresent()
                        || children(event, BPMN_NS, "messageEventDefinition").findAny().isPresent());
    }

    private static void exclusiveGateway(ZeebeBpmn bpmn, Element gateway) {
        boolean decides = bpmn.bpmn("sequenceFlow")
                .filter(flow -> flow.getAttribute("sourceRef").equals(gateway.getAttribute("id")))
                .anyMatch(flow -> children(flow, BPMN_NS, "conditionExpression").findAny().isPresent());
        if (decides) {
            waitBefore(gateway);
        }
    }

    /** A sub-process opens the timers and subscriptions of its event sub-processes, any of which may fail. */
    private static void subProcess(Element subProcess) {
        boolean event = "true".equals(subProcess.getAttribute("triggeredByEvent"));
        if (!event) {
            waitBefore(subProcess);
        }
    }

    private static void timer(Element time) {
        String text = time.getTextContent().trim();
        if (Feel.isExpression(text)) {
            time.setTextContent(FeelExpressions.text(text));
        }
    }

    /**
     * A message can start processes and be caught by running ones. The start keeps the plain name; catch events get a
     * copy whose name carries the correlation key's value.
     */
    private static void message(ZeebeBpmn bpmn, Element message) {
        zeebe(message, "subscription").findFirst().ifPresent(subscription -> {
            String copyId = message.getAttribute("id") + "_subscription";
            Element copy = (Element) message.cloneNode(true);
            copy.setAttribute("id", copyId);
            copy.setAttribute("name", subscriptionName(message.getAttribute("name"),
                    FeelExpressions.text(subscription.getAttribute("correlationKey"))));
            message.getParentNode().insertBefore(copy, message.getNextSibling());
            bpmn.bpmn("messageEventDefinition")
                    .filter(definition -> definition.getAttribute("messageRef").equals(message.getAttribute("id")))
                    .filter(definition -> !startsProcess((Element) definition.getParentNode()))
                    .toList()
                    .forEach(definition -> definition.setAttribute("messageRef", copyId));
            bpmn.bpmn("receiveTask").filter(task -> task.getAttribute("messageRef").equals(message.getAttribute("id")))
                    .toList().forEach(task -> task.setAttribute("messageRef", copyId));
        });
    }

    private static boolean startsProcess(Element event) {
        return "startEvent".equals(event.getLocalName()) && "process".equals(event.getParentNode().getLocalName());
    }

    /** What fails here must leave an incident here, not undo the step before: so the engine commits first. */
    private static void waitBefore(Element element) {
        operaton(element, "asyncBefore", "true");
    }

    private static void operaton(Element element, String name, String value) {
        element.setAttributeNS(OPERATON_NS, "operaton:" + name, value);
    }
}
