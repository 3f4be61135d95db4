package lifeboat.embedded.conformance;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;

/** BPMN as text, for files that the model's builder would not write. Flows are called after what they connect. */
final class Xml {

    private static final String END_OF_EXTENSIONS = "</bpmn:extensionElements>";

    private Xml() {
    }

    /** @param id of a process with that body, null for none */
    static String definitions(String id, String body, String root) {
        String process = id == null ? ""
                : "<bpmn:process id=\"%s\" isExecutable=\"true\">%s</bpmn:process>".formatted(id, body);
        return """
                <?xml version="1.0" encoding="UTF-8"?><bpmn:definitions \
                xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
                xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="defs" targetNamespace="t">\
                """ + process + root + "</bpmn:definitions>";
    }

    static String flow(String source, String target) {
        return "<bpmn:sequenceFlow id=\"%s_%s\" sourceRef=\"%s\" targetRef=\"%s\"/>"
                .formatted(source, target, source, target);
    }

    static String startEvent(String id, String inner, String... targets) {
        return element("startEvent", id, "", inner, from(), targets);
    }

    static String element(String tag, String id, String attributes, String inner, String[] sources,
            String... targets) {
        int end = inner.indexOf(END_OF_EXTENSIONS);
        int extensions = end < 0 ? 0 : end + END_OF_EXTENSIONS.length();
        return "<bpmn:" + tag + " id=\"" + id + "\" " + attributes + ">" + inner.substring(0, extensions)
                + Stream.of(sources).map(s -> "<bpmn:incoming>" + s + "_" + id + "</bpmn:incoming>").collect(joining())
                + Stream.of(targets).map(t -> "<bpmn:outgoing>" + id + "_" + t + "</bpmn:outgoing>").collect(joining())
                + inner.substring(extensions) + "</bpmn:" + tag + ">";
    }

    static String job(String type) {
        return "<bpmn:extensionElements><zeebe:taskDefinition type=\"%s\"/></bpmn:extensionElements>".formatted(type);
    }

    static String endEvent(String id, String... sources) {
        return element("endEvent", id, "", "", sources);
    }

    static String[] from(String... sources) {
        return sources;
    }

    /** A start event, what is between, which is called {@code T}, and an end event. */
    static String around(String between) {
        return startEvent("S", "", "T") + between + endEvent("E", "T") + flow("S", "T") + flow("T", "E");
    }

    static String serviceTask(String extensions) {
        return element("serviceTask", "T", "", "<bpmn:extensionElements>" + extensions + "</bpmn:extensionElements>",
                from("S"), "E");
    }
}
