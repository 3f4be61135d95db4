package lifeboat.embedded.bpmn;

import static lifeboat.embedded.bpmn.ZeebeBpmn.BPMN_NS;
import static lifeboat.embedded.bpmn.ZeebeBpmn.children;
import static lifeboat.embedded.bpmn.ZeebeBpmn.zeebe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.feel.FeelExpressions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * Turns BPMN authored for Zeebe into BPMN that Operaton runs the same way. Only what Operaton must see in its own
 * attributes is rewritten; the {@code zeebe:} extension elements stay and are read by {@link ZeebeParseListener}.
 */
public class BpmnTranslator {

    private static final Logger LOG = LoggerFactory.getLogger(BpmnTranslator.class);
    static final String OPERATON_NS = "http://operaton.org/schema/1.0/bpmn";
    /** Between the name of a message and the correlation key, in the engine's name of a subscription. */
    public static final String SEPARATOR = "::";
    /** What Operaton parses in place of a behaviour that {@link ZeebeParseListener} brings. */
    private static final String REPLACED = "${true}";
    private static final List<String> JOB_TASKS = List.of("serviceTask", "sendTask", "businessRuleTask", "scriptTask");

    /** The name under which a subscription with a correlation key is kept: one subscription, one name. */
    public static String subscriptionName(String message, String correlationKey) {
        return message + SEPARATOR + correlationKey;
    }

    /** What {@link #subscriptionName} was made of. */
    public static String[] messageAndKey(String subscriptionName) {
        return subscriptionName.split(SEPARATOR, 2);
    }

    private final Feel feel;

    public BpmnTranslator(Feel feel) {
        this.feel = feel;
    }

    public byte[] translate(ZeebeBpmn bpmn) {
        bpmn.document().getDocumentElement()
                .setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:operaton", OPERATON_NS);
        bpmn.sayWhatIsNotExecuted();
        Links.connect(bpmn);
        JOB_TASKS.forEach(kind -> bpmn.bpmn(kind).forEach(BpmnTranslator::task));
        List.of("intermediateThrowEvent", "endEvent").forEach(kind -> bpmn.bpmn(kind)
                .filter(event -> hasDefinition(event, "messageEventDefinition"))
                .forEach(BpmnTranslator::messageThrown));
        bpmn.bpmn("userTask").forEach(BpmnTranslator::userTask);
        bpmn.bpmn("startEvent").forEach(BpmnTranslator::form);
        bpmn.bpmn("callActivity").forEach(BpmnTranslator::callActivity);
        bpmn.bpmn("multiInstanceLoopCharacteristics").forEach(BpmnTranslator::multiInstance);
        List.of("exclusiveGateway", "inclusiveGateway").forEach(kind ->
                bpmn.bpmn(kind).forEach(gateway -> decision(bpmn, gateway)));
        bpmn.bpmn("eventBasedGateway").forEach(BpmnTranslator::waitBefore);
        bpmn.bpmn("subProcess").forEach(BpmnTranslator::subProcess);
        bpmn.bpmn("endEvent").filter(end -> hasDefinition(end, "errorEventDefinition"))
                .forEach(BpmnTranslator::waitBefore);
        bpmn.bpmn("timeDuration").forEach(time -> timer(time, FeelExpressions::dueAfter));
        bpmn.bpmn("timeDate").forEach(time -> timer(time, FeelExpressions::dueAt));
        bpmn.bpmn("timeCycle").forEach(time -> timer(time, FeelExpressions::text));
        List.of("intermediateCatchEvent", "receiveTask").forEach(kind -> bpmn.bpmn(kind)
                .filter(event -> !followsEventBasedGateway(bpmn, event)).forEach(BpmnTranslator::waitBefore));
        bpmn.bpmn("signal").filter(signal -> Feel.isExpression(signal.getAttribute("name"))).toList()
                .forEach(signal -> signal(bpmn, signal));
        bpmn.bpmn("message").toList().forEach(message -> message(bpmn, message));
        List.of("executionListener", "taskListener").forEach(kind -> bpmn.zeebe(kind)
                .filter(BpmnTranslator::hasExpression).toList().forEach(BpmnTranslator::listener));
        return bpmn.write();
    }

    /** A task whose work a worker does, or FEEL or DMN in its place. */
    private static void task(Element task) {
        if (task.getLocalName().equals("scriptTask")) {
            script(task);
        }
        Optional<Element> definition = zeebe(task, "taskDefinition").findFirst();
        if (definition.isPresent()) {
            job(task, task, definition.get());
        } else {
            waitBefore(task);
            operaton(task, "expression", REPLACED);
        }
    }

    /** @param worker what has the attributes that make it a job */
    private static void job(Element element, Element worker, Element definition) {
        operaton(worker, "type", "external");
        operaton(worker, "topic", textOf(definition.getAttribute("type")));
        boolean evaluates = hasExpression(definition) || zeebe(element, "ioMapping").findAny().isPresent();
        if (evaluates || hasEvaluatingBoundary(element)) {
            waitBefore(element);
        }
    }

    /** Its job is created when its element is entered. */
    private static void listener(Element listener) {
        Element element = (Element) listener.getParentNode().getParentNode().getParentNode();
        if (element.getLocalName().equals("process")) {
            children(element, BPMN_NS, "startEvent").forEach(BpmnTranslator::waitBefore);
        } else if (!List.of("boundaryEvent", "startEvent").contains(element.getLocalName())) {
            waitBefore(element);
        }
        children(element, BPMN_NS, "multiInstanceLoopCharacteristics").forEach(BpmnTranslator::waitBefore);
    }

    private static boolean hasExpression(Element definition) {
        return Feel.isExpression(definition.getAttribute("type"))
                || Feel.isExpression(definition.getAttribute("retries"));
    }

    /** The message is a worker's to send. */
    private static void messageThrown(Element event) {
        job(event, children(event, BPMN_NS, "messageEventDefinition").findFirst().orElseThrow(),
                zeebe(event, "taskDefinition").findFirst().orElseThrow());
    }

    private static String textOf(String literalOrExpression) {
        return Feel.isExpression(literalOrExpression) ? FeelExpressions.text(literalOrExpression) : literalOrExpression;
    }

    private static void script(Element task) {
        task.setAttribute("scriptFormat", "feel");
        Element script = task.getOwnerDocument().createElementNS(BPMN_NS, "script");
        script.setTextContent("true");
        task.appendChild(script);
    }

    private static void userTask(Element task) {
        waitBefore(task);
        if (zeebe(task, "userTask").findAny().isEmpty()) {
            return;
        }
        zeebe(task, "assignmentDefinition").findFirst().ifPresent(assignment -> {
            evaluated(task, "assignee", assignment, "assignee", FeelExpressions::text);
            evaluated(task, "candidateUsers", assignment, "candidateUsers", FeelExpressions::names);
            evaluated(task, "candidateGroups", assignment, "candidateGroups", FeelExpressions::names);
        });
        zeebe(task, "taskSchedule").findFirst().ifPresent(schedule -> {
            evaluated(task, "dueDate", schedule, "dueDate", FeelExpressions::date);
            evaluated(task, "followUpDate", schedule, "followUpDate", FeelExpressions::date);
        });
        zeebe(task, "priorityDefinition").findFirst().ifPresent(priority ->
                evaluated(task, "priority", priority, "priority", FeelExpressions::number));
        form(task);
    }

    private static void evaluated(Element task, String name, Element definition, String attribute,
            UnaryOperator<String> expression) {
        String value = definition.getAttribute(attribute);
        if (!value.isEmpty()) {
            operaton(task, name, expression.apply(value));
        }
    }

    private static void form(Element element) {
        zeebe(element, "formDefinition").map(form -> form.getAttribute("formId")).filter(id -> !id.isEmpty())
                .findFirst().ifPresent(id -> {
                    operaton(element, "formRef", id);
                    operaton(element, "formRefBinding", "latest");
                });
    }

    private static void callActivity(Element activity) {
        waitBefore(activity);
        Element called = zeebe(activity, "calledElement").findFirst().orElseThrow();
        String process = called.getAttribute("processId");
        activity.setAttribute("calledElement", textOf(process));
        boolean mapped = zeebe(activity, "ioMapping").anyMatch(io -> !children(io, ZeebeBpmn.ZEEBE_NS, "output")
                .toList().isEmpty());
        Element extensions = children(activity, BPMN_NS, "extensionElements").findFirst().orElseThrow();
        variables(extensions, "in", "false".equals(called.getAttribute("propagateAllParentVariables")));
        if (mapped || !"false".equals(called.getAttribute("propagateAllChildVariables"))) {
            variables(extensions, "out", mapped);
        }
    }

    private static void variables(Element extensions, String direction, boolean local) {
        Element all = extensions.getOwnerDocument().createElementNS(OPERATON_NS, "operaton:" + direction);
        all.setAttribute("variables", "all");
        if (local) {
            all.setAttribute("local", "true");
        }
        extensions.appendChild(all);
    }

    private static void multiInstance(Element loop) {
        Element zeebe = zeebe(loop, "loopCharacteristics").findFirst().orElseThrow();
        operaton(loop, "collection", FeelExpressions.items());
        operaton(loop, "elementVariable", zeebe.getAttribute("inputElement").isEmpty() ? MultiInstance.UNNAMED_ITEM
                : zeebe.getAttribute("inputElement"));
        children(loop, BPMN_NS, "completionCondition").forEach(condition ->
                condition.setTextContent(FeelExpressions.condition(condition.getTextContent().trim())));
        Element activity = (Element) loop.getParentNode();
        waitBefore(activity);
        boolean evaluates = zeebe(activity, "taskDefinition").anyMatch(BpmnTranslator::hasExpression);
        if (evaluates || zeebe(activity, "ioMapping").findAny().isPresent()) {
            waitBefore(loop);
        }
    }

    /** Timers and correlation keys are evaluated when the task is entered, and that may fail. */
    private static boolean hasEvaluatingBoundary(Element task) {
        return children((Element) task.getParentNode(), BPMN_NS, "boundaryEvent")
                .filter(event -> event.getAttribute("attachedToRef").equals(task.getAttribute("id")))
                .anyMatch(event -> hasDefinition(event, "timerEventDefinition")
                        || hasDefinition(event, "messageEventDefinition"));
    }

    private static boolean hasDefinition(Element event, String kind) {
        return children(event, BPMN_NS, kind).findAny().isPresent();
    }

    private static void decision(ZeebeBpmn bpmn, Element gateway) {
        boolean decides = bpmn.flowsFrom(gateway)
                .anyMatch(flow -> children(flow, BPMN_NS, "conditionExpression").findAny().isPresent());
        if (decides) {
            waitBefore(gateway);
        }
    }

    private static boolean followsEventBasedGateway(ZeebeBpmn bpmn, Element event) {
        return bpmn.bpmn("eventBasedGateway").flatMap(bpmn::flowsFrom)
                .anyMatch(flow -> flow.getAttribute("targetRef").equals(event.getAttribute("id")));
    }

    /** A sub-process opens the timers and subscriptions of its event sub-processes, any of which may fail. */
    private static void subProcess(Element subProcess) {
        boolean event = "true".equals(subProcess.getAttribute("triggeredByEvent"));
        if (!event) {
            waitBefore(subProcess);
        }
    }

    private static void timer(Element time, UnaryOperator<String> expression) {
        String text = time.getTextContent().trim();
        if (Feel.isExpression(text)) {
            time.setTextContent(expression.apply(text));
        }
    }

    /**
     * A message can start processes and be caught by running ones. The start keeps the plain name; catch events get a
     * copy whose name carries the correlation key's value.
     */
    private void message(ZeebeBpmn bpmn, Element message) {
        zeebe(message, "subscription").findFirst().ifPresent(subscription -> {
            String copyId = message.getAttribute("id") + "_subscription";
            Element copy = (Element) message.cloneNode(true);
            copy.setAttribute("id", copyId);
            String name = message.getAttribute("name");
            copy.setAttribute("name", subscriptionName(textOf(name),
                    FeelExpressions.correlationKey(subscription.getAttribute("correlationKey"))));
            message.getParentNode().insertBefore(copy, message.getNextSibling());
            Element early = (Element) copy.cloneNode(true);
            early.setAttribute("id", copyId + "_early");
            early.setAttribute("name", subscriptionName(
                    Feel.isExpression(name) ? DeferredSubscriptions.defer(name) : name,
                    DeferredSubscriptions.defer(subscription.getAttribute("correlationKey"))));
            message.getParentNode().insertBefore(early, message.getNextSibling());
            bpmn.bpmn("messageEventDefinition")
                    .filter(definition -> definition.getAttribute("messageRef").equals(message.getAttribute("id")))
                    .filter(definition -> !startsProcess((Element) definition.getParentNode()))
                    .toList()
                    .forEach(definition -> definition.setAttribute("messageRef",
                            opensWithProcess((Element) definition.getParentNode()) ? copyId + "_early" : copyId));
            bpmn.bpmn("receiveTask").filter(task -> task.getAttribute("messageRef").equals(message.getAttribute("id")))
                    .toList().forEach(task -> task.setAttribute("messageRef", copyId));
        });
        startingName(message);
    }

    /** The name is evaluated where the signal is thrown or caught; for a start event when it is deployed. */
    private void signal(ZeebeBpmn bpmn, Element signal) {
        String name = signal.getAttribute("name");
        boolean starts = bpmn.bpmn("signalEventDefinition")
                .filter(definition -> definition.getAttribute("signalRef").equals(signal.getAttribute("id")))
                .anyMatch(definition -> startsProcess((Element) definition.getParentNode())
                        || opensWithProcess((Element) definition.getParentNode()));
        signal.setAttribute("name", starts ? feel.evaluateText(name, Map.of()) : FeelExpressions.text(name));
    }

    /** What starts a process is named when it is deployed, without variables. */
    private void startingName(Element message) {
        String name = message.getAttribute("name");
        if (Feel.isExpression(name)) {
            try {
                message.setAttribute("name", feel.evaluateText(name, Map.of()));
            } catch (FeelException e) {
                LOG.debug("Message {} starts no process: {}", name, e.reason());
            }
        }
    }

    /** Whether the event starts an event sub-process of the process itself. */
    static boolean opensWithProcess(Element event) {
        Element container = (Element) event.getParentNode();
        return "startEvent".equals(event.getLocalName()) && "true".equals(container.getAttribute("triggeredByEvent"))
                && "process".equals(container.getParentNode().getLocalName());
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
