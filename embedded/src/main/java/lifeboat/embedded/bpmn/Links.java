package lifeboat.embedded.bpmn;

import static lifeboat.embedded.bpmn.BpmnTranslator.OPERATON_NS;
import static lifeboat.embedded.bpmn.ZeebeBpmn.BPMN_NS;
import static lifeboat.embedded.bpmn.ZeebeBpmn.children;

import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.util.xml.Namespace;
import org.w3c.dom.Element;

/**
 * Link events as events that are passed one after the other: the engine itself leaves the first one of a pair out and
 * the second one out of its history, and nobody would see that they were passed.
 */
final class Links {

    private static final String DEFINITION = "linkEventDefinition";
    private static final String CAUGHT = "caughtLink";
    private static final String FLOW = "zeebe-link-of-";

    private Links() {
    }

    /** Puts a sequence flow in place of each pair's link. */
    static void connect(ZeebeBpmn bpmn) {
        bpmn.bpmn("intermediateThrowEvent").flatMap(event -> children(event, BPMN_NS, DEFINITION)).toList()
                .forEach(link -> connect(bpmn, (Element) link.getParentNode(), link));
        bpmn.bpmn("intermediateCatchEvent").flatMap(event -> children(event, BPMN_NS, DEFINITION)).toList()
                .forEach(Links::pass);
    }

    private static void pass(Element link) {
        Element event = (Element) link.getParentNode();
        event.removeChild(link);
        event.setAttributeNS(OPERATON_NS, "operaton:" + CAUGHT, "true");
        event.getOwnerDocument().renameNode(event, BPMN_NS,
                event.getNodeName().replace("intermediateCatchEvent", "intermediateThrowEvent"));
    }

    /** An event that catches a link is told of as what it is. */
    static void tellIfCaught(org.operaton.bpm.engine.impl.util.xml.Element event, ActivityImpl activity) {
        if (event.attributeNS(new Namespace(OPERATON_NS), CAUGHT) != null) {
            activity.setProperty("type", "intermediateLinkCatch");
        }
    }

    private static void connect(ZeebeBpmn bpmn, Element source, Element link) {
        bpmn.bpmn("intermediateCatchEvent").filter(event -> event.getParentNode() == source.getParentNode())
                .filter(event -> children(event, BPMN_NS, DEFINITION)
                        .anyMatch(target -> target.getAttribute("name").equals(link.getAttribute("name"))))
                .findFirst().ifPresent(target -> {
                    Element flow = source.getOwnerDocument().createElementNS(BPMN_NS, "sequenceFlow");
                    flow.setAttribute("id", FLOW + source.getAttribute("id"));
                    flow.setAttribute("sourceRef", source.getAttribute("id"));
                    flow.setAttribute("targetRef", target.getAttribute("id"));
                    source.getParentNode().appendChild(flow);
                    source.removeChild(link);
                });
    }

    /** Whether a sequence flow is none of the author's. */
    static boolean isLink(String flowId) {
        return flowId != null && flowId.startsWith(FLOW);
    }
}
