package lifeboat.embedded.deployment;

import static java.util.Map.entry;
import static lifeboat.embedded.deployment.ZeebeBpmn.BPMN_NS;
import static lifeboat.embedded.deployment.ZeebeBpmn.ZEEBE_NS;
import static lifeboat.embedded.deployment.ZeebeBpmn.children;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lifeboat.embedded.feel.Feel;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Finds what the translation does not carry over, so that nothing is ignored silently. */
class SupportedElements {

    private static final Set<String> CONTAINERS = Set.of("process", "subProcess");
    private static final Set<String> PLAIN = Set.of("incoming", "outgoing", "documentation", "textAnnotation",
            "association", "group", "laneSet", "dataObject",
            "dataObjectReference", "dataStoreReference", "extensionElements", "conditionExpression");
    private static final Map<String, Set<String>> EVENT_DEFINITIONS = Map.ofEntries(
            entry("startEvent", Set.of("messageEventDefinition", "timerEventDefinition", "errorEventDefinition",
                    "signalEventDefinition")),
            entry("endEvent", Set.of("terminateEventDefinition", "signalEventDefinition")),
            entry("boundaryEvent", Set.of("errorEventDefinition", "timerEventDefinition", "messageEventDefinition",
                    "compensateEventDefinition", "signalEventDefinition")),
            entry("intermediateCatchEvent", Set.of("timerEventDefinition", "messageEventDefinition",
                    "signalEventDefinition")),
            entry("intermediateThrowEvent", Set.of("compensateEventDefinition", "signalEventDefinition")));
    private static final Set<String> NODES = Set.of("serviceTask", "exclusiveGateway", "parallelGateway",
            "subProcess", "startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent",
            "intermediateCatchEvent", "receiveTask", "sequenceFlow");
    private static final Map<String, Set<String>> EXTENSIONS = Map.of(
            "serviceTask", Set.of("taskDefinition", "taskHeaders", "ioMapping", "properties"),
            "subProcess", Set.of("ioMapping", "properties"),
            "process", Set.of("properties", "versionTag"));
    private static final Set<String> FEEL_ATTRIBUTES = Set.of("source", "correlationKey", "type", "retries");

    private final Feel feel;

    SupportedElements(Feel feel) {
        this.feel = feel;
    }

    /** One line for each element that is refused: its id and the reason. */
    List<String> refusals(ZeebeBpmn bpmn) {
        List<String> refusals = new ArrayList<>();
        bpmn.bpmn("process").forEach(process -> {
            extensions(process, refusals);
            container(process, refusals);
        });
        bpmn.bpmn("signal").filter(signal -> Feel.isExpression(signal.getAttribute("name"))).forEach(signal ->
                refuse(signal, "a signal name that is an expression is not supported by the embedded engine",
                        refusals));
        bpmn.bpmn("message").forEach(message -> feelIn(message, message, refusals));
        return refusals;
    }

    private void container(Element container, List<String> refusals) {
        for (Element element : children(container)) {
            String name = element.getLocalName();
            if (!BPMN_NS.equals(element.getNamespaceURI()) || PLAIN.contains(name)) {
                continue;
            }
            if (!NODES.contains(name)) {
                refuse(element, "%s is not supported by the embedded engine".formatted(name), refusals);
                continue;
            }
            node(element, refusals);
            if (CONTAINERS.contains(name)) {
                container(element, refusals);
            }
        }
    }

    private void node(Element element, List<String> refusals) {
        extensions(element, refusals);
        String name = element.getLocalName();
        for (Element child : children(element)) {
            String kind = child.getLocalName();
            if (kind.endsWith("EventDefinition")) {
                eventDefinition(element, child, refusals);
            } else if (kind.endsWith("LoopCharacteristics")) {
                refuse(element, kind + " is not supported by the embedded engine", refusals);
            } else if (kind.equals("conditionExpression")) {
                expression(element, child.getTextContent().trim(), refusals);
            }
        }
        if (name.equals("startEvent") && "false".equals(element.getAttribute("isInterrupting"))
                || name.equals("boundaryEvent") && "false".equals(element.getAttribute("cancelActivity"))) {
            refuse(element, "non-interrupting events are not supported by the embedded engine", refusals);
        }
        if (name.equals("sequenceFlow") && children(element, BPMN_NS, "conditionExpression").findAny().isPresent()
                && !sourceIsExclusiveGateway(element)) {
            refuse(element, "a condition must leave an exclusive gateway", refusals);
        }
    }

    private void eventDefinition(Element event, Element definition, List<String> refusals) {
        String kind = definition.getLocalName();
        if (!EVENT_DEFINITIONS.getOrDefault(event.getLocalName(), Set.of()).contains(kind)) {
            refuse(event, "%s with %s is not supported by the embedded engine"
                    .formatted(event.getLocalName(), kind), refusals);
        }
        boolean startsProcess = event.getLocalName().equals("startEvent")
                && event.getParentNode().getLocalName().equals("process");
        if (startsProcess && kind.equals("timerEventDefinition")) {
            refuse(event, "a timer that starts a process is not supported by the embedded engine", refusals);
        }
        if (kind.equals("compensateEventDefinition") && event.getLocalName().equals("intermediateThrowEvent")
                && definition.getAttribute("activityRef").isEmpty()) {
            refuse(event, "compensation without an activity is not supported by the embedded engine", refusals);
        }
        for (Element time : children(definition)) {
            if (time.getLocalName().equals("timeCycle")) {
                refuse(event, "timer cycles are not supported by the embedded engine", refusals);
            } else {
                expression(event, time.getTextContent().trim(), refusals);
            }
        }
    }

    private void extensions(Element element, List<String> refusals) {
        children(element, BPMN_NS, "extensionElements").flatMap(e -> children(e).stream())
                .filter(e -> ZEEBE_NS.equals(e.getNamespaceURI()))
                .forEach(extension -> {
                    if (!EXTENSIONS.getOrDefault(element.getLocalName(), Set.of()).contains(extension.getLocalName())) {
                        refuse(element, "zeebe:%s on a %s is not supported by the embedded engine"
                                .formatted(extension.getLocalName(), element.getLocalName()), refusals);
                    }
                    retries(element, extension, refusals);
                    feelIn(element, extension, refusals);
                });
    }

    private void retries(Element element, Element extension, List<String> refusals) {
        String retries = extension.getAttribute("retries");
        if (!retries.isEmpty() && !retries.matches("\\d+")) {
            refuse(element, "retries '%s' are no number: expressions are not supported here by the embedded engine"
                    .formatted(retries), refusals);
        }
    }

    private void feelIn(Element owner, Element tree, List<String> refusals) {
        for (int i = 0; i < tree.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) tree.getAttributes().item(i);
            if (FEEL_ATTRIBUTES.contains(attribute.getName())) {
                expression(owner, attribute.getValue(), refusals);
            }
        }
        children(tree).forEach(child -> feelIn(owner, child, refusals));
    }

    private void expression(Element owner, String text, List<String> refusals) {
        feel.syntaxError(text).ifPresent(error ->
                refuse(owner, "failed to parse expression '%s': %s".formatted(text.substring(1), error), refusals));
    }

    private static boolean sourceIsExclusiveGateway(Element flow) {
        return children((Element) flow.getParentNode(), BPMN_NS, "exclusiveGateway")
                .anyMatch(gateway -> gateway.getAttribute("id").equals(flow.getAttribute("sourceRef")));
    }

    private static void refuse(Element element, String reason, List<String> refusals) {
        refusals.add("- Element: %s%n    - ERROR: %s".formatted(element.getAttribute("id"), reason));
    }
}
