package lifeboat.embedded.bpmn;

import static java.util.Map.entry;
import static lifeboat.embedded.bpmn.ZeebeBpmn.BPMN_NS;
import static lifeboat.embedded.bpmn.ZeebeBpmn.ZEEBE_NS;
import static lifeboat.embedded.bpmn.ZeebeBpmn.children;
import static lifeboat.embedded.bpmn.ZeebeBpmn.zeebe;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.IsoInterval;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Finds what the translation does not carry over, so that nothing is ignored silently. */
public class SupportedElements {

    private static final Logger LOG = LoggerFactory.getLogger(SupportedElements.class);
    static final String UNSUPPORTED_HERE = "is not supported by the embedded engine";
    private static final String UNSUPPORTED = "%s " + UNSUPPORTED_HERE;
    private static final Set<String> CONTAINERS = Set.of("process", "subProcess");
    private static final Set<String> PLAIN = Set.of("incoming", "outgoing", "documentation", "textAnnotation",
            "association", "group", "laneSet", "dataObject", "dataObjectReference", "dataStoreReference",
            "extensionElements", "conditionExpression", "multiInstanceLoopCharacteristics",
            "standardLoopCharacteristics");
    private static final Map<String, Set<String>> EVENT_DEFINITIONS = Map.ofEntries(
            entry("startEvent", Set.of("messageEventDefinition", "timerEventDefinition", "errorEventDefinition",
                    "signalEventDefinition", "escalationEventDefinition")),
            entry("endEvent", Set.of("terminateEventDefinition", "signalEventDefinition", "errorEventDefinition",
                    "escalationEventDefinition", "compensateEventDefinition", "messageEventDefinition")),
            entry("boundaryEvent", Set.of("errorEventDefinition", "timerEventDefinition", "messageEventDefinition",
                    "compensateEventDefinition", "signalEventDefinition", "escalationEventDefinition")),
            entry("intermediateCatchEvent", Set.of("timerEventDefinition", "messageEventDefinition",
                    "signalEventDefinition", "linkEventDefinition")),
            entry("intermediateThrowEvent", Set.of("compensateEventDefinition", "signalEventDefinition",
                    "escalationEventDefinition", "linkEventDefinition", "messageEventDefinition")));
    private static final Set<String> NODES = Set.of("serviceTask", "sendTask", "userTask", "scriptTask",
            "businessRuleTask", "receiveTask", "callActivity", "exclusiveGateway", "inclusiveGateway",
            "parallelGateway", "eventBasedGateway", "subProcess", "startEvent", "endEvent", "boundaryEvent",
            "intermediateThrowEvent", "intermediateCatchEvent", "sequenceFlow", "manualTask", "task");
    private static final Set<String> JOB = Set.of("taskDefinition", "taskHeaders", "ioMapping");
    private static final Map<String, Set<String>> EXTENSIONS = Map.ofEntries(
            entry("serviceTask", JOB),
            entry("sendTask", JOB),
            entry("businessRuleTask", Set.of("taskDefinition", "taskHeaders", "ioMapping", "calledDecision")),
            entry("scriptTask", Set.of("taskDefinition", "taskHeaders", "ioMapping", "script")),
            entry("userTask", Set.of("userTask", "assignmentDefinition", "taskSchedule", "formDefinition",
                    "priorityDefinition", "taskHeaders", "ioMapping", "taskListeners")),
            entry("callActivity", Set.of("calledElement", "ioMapping")),
            entry("receiveTask", Set.of("ioMapping")),
            entry("startEvent", Set.of("formDefinition", "ioMapping")),
            entry("manualTask", Set.of("ioMapping")),
            entry("task", Set.of("ioMapping")),
            entry("endEvent", JOB),
            entry("boundaryEvent", Set.of("ioMapping")),
            entry("intermediateCatchEvent", Set.of("ioMapping")),
            entry("intermediateThrowEvent", JOB),
            entry("multiInstanceLoopCharacteristics", Set.of("loopCharacteristics")),
            entry("subProcess", Set.of("ioMapping")),
            entry("process", Set.of("versionTag", "userTaskForm")));
    /** What has a meaning in Zeebe that it does not have here. */
    private static final Set<String> LEFT_OUT = Set.of( "publishMessage", "adHoc",
            "linkedResources", "conditionalFilter");
    /** Properties are for modelers and web applications: the engine does nothing with them. */
    private static final Set<String> ANYWHERE = Set.of("properties", "executionListeners");
    private static final Set<String> FEEL_ATTRIBUTES = Set.of("source", "correlationKey", "type", "retries",
            "assignee", "candidateUsers", "candidateGroups", "dueDate", "followUpDate", "priority", "processId",
            "decisionId", "expression", "inputCollection", "outputElement");
    private static final String PATH = "[a-zA-Z_][a-zA-Z0-9_]*(\\.[a-zA-Z_][a-zA-Z0-9_]*)*";

    private final Feel feel;

    public SupportedElements(Feel feel) {
        this.feel = feel;
    }

    /** One line for each element that is refused: its id and the reason. */
    public List<String> refusals(ZeebeBpmn bpmn) {
        List<String> refusals = new ArrayList<>();
        bpmn.bpmn("process").forEach(process -> {
            extensions(process, refusals);
            container(bpmn, process, refusals);
        });
        bpmn.bpmn("message").forEach(message -> {
            feelIn(message, message, refusals);
            zeebe(message, "subscription").filter(subscription -> subscription.hasAttribute("correlationKey"))
                    .forEach(subscription -> isExpression(subscription, subscription.getAttribute("correlationKey"),
                            refusals));
        });
        return refusals;
    }

    /** Whether it is this engine that refuses, and Zeebe would not. */
    public static boolean isOurs(String refusal) {
        return refusal.contains(UNSUPPORTED_HERE);
    }

    private void container(ZeebeBpmn bpmn, Element container, List<String> refusals) {
        for (Element element : children(container)) {
            String name = element.getLocalName();
            if (!BPMN_NS.equals(element.getNamespaceURI()) || PLAIN.contains(name)) {
                continue;
            }
            if (!NODES.contains(name)) {
                refuse(element, UNSUPPORTED.formatted(name), refusals);
                continue;
            }
            node(bpmn, element, refusals);
            if (CONTAINERS.contains(name)) {
                container(bpmn, element, refusals);
            }
        }
    }

    private void node(ZeebeBpmn bpmn, Element element, List<String> refusals) {
        extensions(element, refusals);
        String name = element.getLocalName();
        for (Element child : children(element)) {
            String kind = child.getLocalName();
            if (kind.endsWith("EventDefinition")) {
                eventDefinition(element, child, refusals);
            } else if (kind.equals("multiInstanceLoopCharacteristics")) {
                multiInstance(element, child, refusals);
            } else if (kind.equals("standardLoopCharacteristics")) {
                refuse(element, UNSUPPORTED.formatted(kind), refusals);
            } else if (kind.equals("conditionExpression")) {
                isExpression(child, child.getTextContent().trim(), refusals);
                expression(element, child.getTextContent().trim(), refusals);
            }
        }
        if (name.equals("userTask") && zeebe(element, "userTask").findAny().isEmpty()) {
            userTaskJob(element, refusals);
        }
        if (name.equals("boundaryEvent") && leadsNowhere(bpmn, element)) {
            refuse(element, "Must have at least one outgoing sequence flow or association", refusals);
        }
        bindings(element, refusals);
    }

    private static void userTaskJob(Element task, List<String> refusals) {
        children(task, BPMN_NS, "extensionElements").flatMap(e -> children(e).stream()).forEach(extension -> {
            Stream.concat(UserTaskJob.TEXTS.stream(), UserTaskJob.LISTS.stream())
                    .filter(name -> Feel.isExpression(extension.getAttribute(name)))
                    .forEach(name -> refuse(task, UNSUPPORTED.formatted("an expression for " + name
                            + " of a user task without zeebe:userTask"), refusals));
            if (extension.hasAttribute("formId") || extension.getLocalName().equals("priorityDefinition")) {
                refuse(task, UNSUPPORTED.formatted("zeebe:%s of a user task without zeebe:userTask".formatted(
                        extension.getLocalName())), refusals);
            }
        });
    }

    private static boolean leadsNowhere(ZeebeBpmn bpmn, Element event) {
        return bpmn.flowsFrom(event).findAny().isEmpty()
                && children((Element) event.getParentNode(), BPMN_NS, "association")
                .noneMatch(association -> association.getAttribute("sourceRef").equals(event.getAttribute("id")));
    }

    /** Everything is bound to the latest version. */
    private void bindings(Element element, List<String> refusals) {
        children(element, BPMN_NS, "extensionElements").flatMap(e -> children(e).stream())
                .map(extension -> extension.getAttribute("bindingType"))
                .filter(binding -> !binding.isEmpty() && !binding.equals("latest"))
                .forEach(binding -> refuse(element, UNSUPPORTED.formatted("the binding type '" + binding + "'"),
                        refusals));
    }

    private void multiInstance(Element activity, Element loop, List<String> refusals) {
        children(loop, BPMN_NS, "completionCondition").forEach(condition ->
                expression(activity, condition.getTextContent().trim(), refusals));
        extensions(loop, refusals);
    }

    private void eventDefinition(Element event, Element definition, List<String> refusals) {
        String kind = definition.getLocalName();
        if (!EVENT_DEFINITIONS.getOrDefault(event.getLocalName(), Set.of()).contains(kind)) {
            refuse(event, UNSUPPORTED.formatted(event.getLocalName() + " with " + kind), refusals);
        }
        boolean startsProcess = event.getLocalName().equals("startEvent")
                && event.getParentNode().getLocalName().equals("process");
        for (Element time : children(definition)) {
            String text = time.getTextContent().trim();
            if (startsProcess && Feel.isExpression(text)) {
                refuse(event, UNSUPPORTED.formatted("an expression in a timer that starts a process"), refusals);
            } else if (BpmnTranslator.opensWithProcess(event) && Feel.isExpression(text)) {
                refuse(event, UNSUPPORTED.formatted("an expression in a timer that opens with the process itself"),
                        refusals);
            } else if (time.getLocalName().equals("timeCycle") && !Feel.isExpression(text) && !text.startsWith("R")) {
                refuse(event, UNSUPPORTED.formatted("a timer cycle other than R<times>/<duration>"), refusals);
            } else {
                expression(event, text, refusals);
                duration(event, time, text, refusals);
            }
        }
    }

    private static void duration(Element event, Element time, String text, List<String> refusals) {
        if (time.getLocalName().equals("timeDuration") && !Feel.isExpression(text)) {
            try {
                IsoInterval.parse(text);
            } catch (DateTimeException e) {
                refuse(event, ("Invalid timer duration expression (Invalid duration format '%s' for expression '%s'.)")
                        .formatted(text, text), refusals);
            }
        }
    }

    private void extensions(Element element, List<String> refusals) {
        children(element, BPMN_NS, "extensionElements").flatMap(e -> children(e).stream())
                .filter(e -> ZEEBE_NS.equals(e.getNamespaceURI()))
                .forEach(extension -> {
                    known(element, extension, refusals);
                    retries(element, extension, refusals);
                    if (extension.getLocalName().endsWith("Listeners")) {
                        ListenedElements.refusals(element, extension)
                                .forEach(reason -> refuse(element, reason, refusals));
                        children(extension).forEach(listener -> retries(element, listener, refusals));
                    }
                    mappings(extension, refusals);
                    schedule(extension, refusals);
                    feelIn(element, extension, refusals);
                });
    }

    /** What Zeebe does not know either it accepts. */
    private static void known(Element element, Element extension, List<String> refusals) {
        String name = extension.getLocalName();
        boolean isJobOfNoMessage = name.startsWith("task") && element.getLocalName().endsWith("Event")
                && children(element, BPMN_NS, "messageEventDefinition").findAny().isEmpty();
        if (!isJobOfNoMessage && (ANYWHERE.contains(name)
                || EXTENSIONS.getOrDefault(element.getLocalName(), Set.of()).contains(name))) {
            return;
        }
        if (LEFT_OUT.contains(name) || EXTENSIONS.values().stream().anyMatch(names -> names.contains(name))) {
            refuse(element, UNSUPPORTED.formatted("zeebe:%s on a %s".formatted(name, element.getLocalName())),
                    refusals);
        } else {
            LOG.warn("Element {} has zeebe:{}, which means nothing to the engine and is ignored", path(element), name);
        }
    }

    private static void retries(Element element, Element extension, List<String> refusals) {
        String retries = extension.getAttribute("retries");
        if (extension.hasAttribute("retries") && !Feel.isExpression(retries) && !retries.matches("\\d{1,9}")) {
            refuse(element, "Expected the retries to be a number or an expression, but found '%s'".formatted(retries),
                    refusals);
        }
    }

    private static void mappings(Element extension, List<String> refusals) {
        if (extension.getLocalName().equals("ioMapping")) {
            for (Element mapping : children(extension)) {
                String target = mapping.getAttribute("target");
                if (mapping.getAttribute("source").isEmpty()) {
                    refuse(mapping, "Expected expression but not found.", refusals);
                }
                if (target.isEmpty()) {
                    refuse(mapping, "Expected path expression but not found.", refusals);
                } else if (!target.matches(PATH)) {
                    refuse(mapping, "Expected path expression '%s' but doesn't match the pattern '%s'.".formatted(
                            target, PATH), refusals);
                }
            }
        }
    }

    private static void schedule(Element extension, List<String> refusals) {
        for (String date : List.of("dueDate", "followUpDate")) {
            String text = extension.getAttribute(date);
            if (!text.isEmpty() && !Feel.isExpression(text) && !isDateTime(text)) {
                refuse(extension, ("Expected static value to be a valid DateTime String, e.g. "
                        + "'2023-03-02T15:35+02:00', but found '%s'.").formatted(text), refusals);
            }
        }
    }

    private static boolean isDateTime(String text) {
        try {
            ZonedDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void isExpression(Element element, String text, List<String> refusals) {
        if (!Feel.isExpression(text)) {
            refuse(element, "Expected expression but found static value '%s'. An expression must start with '=' "
                    .formatted(text) + "(e.g. '=%s').".formatted(text), refusals);
        }
    }

    private void feelIn(Element owner, Element tree, List<String> refusals) {
        for (int i = 0; i < tree.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) tree.getAttributes().item(i);
            if (attribute.getName().equals("type") && attribute.getValue().isEmpty()) {
                refuse(tree, "Expected expression but not found.", refusals);
            } else if (FEEL_ATTRIBUTES.contains(attribute.getName())) {
                expression(owner, attribute.getValue(), refusals);
            }
        }
        children(tree).forEach(child -> feelIn(owner, child, refusals));
    }

    private void expression(Element owner, String text, List<String> refusals) {
        feel.syntaxError(text).ifPresent(error ->
                refuse(owner, "failed to parse expression '%s': %s".formatted(text.substring(1), error), refusals));
    }

    /** As Zeebe tells it: from the nearest element with an id down. */
    private static String path(Element element) {
        return element.hasAttribute("id") ? element.getAttribute("id")
                : path((Element) element.getParentNode()) + " > " + element.getLocalName();
    }

    private static void refuse(Element element, String reason, List<String> refusals) {
        refusals.add("- Element: %s%n    - ERROR: %s%n".formatted(path(element), reason));
    }
}
