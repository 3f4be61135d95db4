package lifeboat.embedded.bpmn;

import static lifeboat.embedded.bpmn.ZeebeBpmn.BPMN_NS;
import static lifeboat.embedded.bpmn.ZeebeBpmn.children;
import static lifeboat.embedded.bpmn.ZeebeBpmn.zeebe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Which elements may have which execution listeners: Zeebe refuses some, in its words, and the engine more. */
final class ListenedElements {

    private static final Set<String> MAY_HAVE_SOME = Set.of("process", "subProcess", "callActivity", "task", "sendTask",
            "serviceTask", "scriptTask", "userTask", "receiveTask", "businessRuleTask", "manualTask", "startEvent",
            "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent", "endEvent", "exclusiveGateway",
            "inclusiveGateway", "parallelGateway", "eventBasedGateway");

    /** What can be listened to, by Zeebe's names; the later ones are those of versions before 8.8. */
    static final Map<String, Listener.Event> EVENTS = Map.of("start", Listener.Event.START, "end", Listener.Event.END,
            "creating", Listener.Event.CREATING, "assigning", Listener.Event.ASSIGNING,
            "updating", Listener.Event.UPDATING, "completing", Listener.Event.COMPLETING,
            "create", Listener.Event.CREATING, "assignment", Listener.Event.ASSIGNING,
            "update", Listener.Event.UPDATING, "complete", Listener.Event.COMPLETING);

    private ListenedElements() {
    }

    /** One sentence for each fault. @param listeners those of the task, or of its execution */
    static List<String> refusals(Element element, Element listeners) {
        String kind = element.getLocalName();
        boolean isOfTask = listeners.getLocalName().equals("taskListeners");
        if (isOfTask && zeebe(element, "userTask").findAny().isEmpty()) {
            return List.of("a task listener without zeebe:userTask " + SupportedElements.UNSUPPORTED_HERE);
        }
        if (!MAY_HAVE_SOME.contains(kind)) {
            return List.of("Execution listeners are not supported for the '%s' element.".formatted(kind));
        }
        List<String> refusals = new ArrayList<>();
        Map<String, Integer> counted = new HashMap<>();
        for (Element listener : children(listeners)) {
            String event = listener.getAttribute("eventType");
            if (isOfTask && event.startsWith("cancel")) {
                refusals.add("a task listener for the cancelling of a task " + SupportedElements.UNSUPPORTED_HERE);
            } else if (!EVENTS.containsKey(event) || EVENTS.get(event).isOfTask() != isOfTask) {
                refusals.add("Expected the event of a listener to be one that there is here, but found '%s'"
                        .formatted(event));
            } else if (!isOfTask) {
                refusal(element, kind, event).forEach(refusals::add);
            }
            if (!listener.hasAttribute("type")) {
                refusals.add("Attribute 'type' must be present and not empty");
            }
            String same = EVENTS.containsKey(event) ? EVENTS.get(event).name().toLowerCase(Locale.ROOT) : event;
            counted.merge("eventType[%s] and type[%s]".formatted(same, listener.getAttribute("type")), 1, Integer::sum);
        }
        counted.forEach((same, count) -> {
            if (count > 1) {
                refusals.add("Found '%d' duplicates based on %s, these combinations should be unique.".formatted(count,
                        same));
            }
        });
        return refusals;
    }

    private static Stream<String> refusal(Element element, String kind, String event) {
        boolean ends = event.equals("end");
        if (kind.endsWith("Gateway") && ends) {
            return Stream.of("Execution listeners of type 'end' are not supported by gateway element");
        }
        if (kind.equals("startEvent") && !ends) {
            return Stream.of("Execution listeners of type 'start' are not supported by start events");
        }
        if (kind.equals("boundaryEvent") && has(element, "compensateEventDefinition")) {
            return Stream.of("Execution listeners of type 'start' and 'end' are not supported by [compensation] "
                    + "boundary events");
        }
        if (kind.equals("boundaryEvent") && !ends) {
            return Stream.of("Execution listeners of type 'start' are not supported by boundary events");
        }
        if (kind.equals("endEvent") && ends && has(element, "errorEventDefinition")) {
            return Stream.of("Execution listeners of type 'end' are not supported by [error] end events");
        }
        return notHere(element, kind, ends).map(what -> what + " " + SupportedElements.UNSUPPORTED_HERE);
    }

    private static Stream<String> notHere(Element element, String kind, boolean ends) {
        if (kind.equals("process") && ends) {
            return Stream.of("an execution listener for the end of a process");
        }
        if (isEventSubProcess(element) || isEventSubProcess((Element) element.getParentNode())
                && kind.equals("startEvent")) {
            return Stream.of("an execution listener of an event sub-process or its start event");
        }
        if (kind.equals("eventBasedGateway")) {
            return Stream.of("an execution listener of an event-based gateway");
        }
        if (Set.of("parallelGateway", "inclusiveGateway").contains(kind) && joins(element)) {
            return Stream.of("an execution listener of a gateway that joins");
        }
        if (ends && "true".equals(element.getAttribute("isForCompensation"))) {
            return Stream.of("an execution listener for the end of a compensation handler");
        }
        if (ends && kind.equals("endEvent") && zeebe(element, "ioMapping").findAny().isPresent()) {
            return Stream.of("an execution listener for the end of an end event with mappings");
        }
        return Stream.empty();
    }

    private static boolean has(Element event, String definition) {
        return children(event, BPMN_NS, definition).findAny().isPresent();
    }

    private static boolean isEventSubProcess(Element element) {
        return "true".equals(element.getAttribute("triggeredByEvent"));
    }

    private static boolean joins(Element gateway) {
        return children((Element) gateway.getParentNode(), BPMN_NS, "sequenceFlow")
                .filter(flow -> flow.getAttribute("targetRef").equals(gateway.getAttribute("id"))).count() > 1;
    }
}
