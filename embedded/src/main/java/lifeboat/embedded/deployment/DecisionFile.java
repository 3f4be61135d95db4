package lifeboat.embedded.deployment;

import static lifeboat.embedded.bpmn.ZeebeBpmn.children;

import java.io.ByteArrayInputStream;
import lifeboat.embedded.bpmn.ZeebeBpmn;
import lifeboat.embedded.dmn.DecisionEngine;
import org.operaton.bpm.dmn.engine.impl.spi.transform.DmnTransformer;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.w3c.dom.Element;

/** DMN that is deployed: what evaluates it must understand it, what keeps its versions need not. */
class DecisionFile {

    private final DecisionEngine decisions;
    private final ProcessEngineConfigurationImpl operaton;

    DecisionFile(DecisionEngine decisions, ProcessEngineConfigurationImpl operaton) {
        this.decisions = decisions;
        this.operaton = operaton;
    }

    /**
     * @return the file, or one in its place with decisions of the same ids and names, if it has what Operaton does not
     *         know
     * @throws IllegalArgumentException with what is wrong with it
     */
    byte[] translate(byte[] content) {
        decisions.parse(content);
        return isKnownToOperaton(content) ? content : withoutLogic(ZeebeBpmn.parse(content));
    }

    private boolean isKnownToOperaton(byte[] content) {
        DmnTransformer transformer = operaton.getDmnEngineConfiguration().getTransformer();
        try {
            transformer.createTransform().modelInstance(new ByteArrayInputStream(content))
                    .transformDecisionRequirementsGraph();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static byte[] withoutLogic(ZeebeBpmn dmn) {
        Element definitions = dmn.document().getDocumentElement();
        for (Element element : children(definitions)) {
            if (element.getLocalName().equals("decision")) {
                children(element).forEach(element::removeChild);
                child(element, "variable").setAttribute("name", element.getAttribute("id"));
                child(child(element, "literalExpression"), "text").setTextContent("null");
            } else {
                definitions.removeChild(element);
            }
        }
        return dmn.write();
    }

    private static Element child(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(parent.getNamespaceURI(), name);
        parent.appendChild(child);
        return child;
    }
}
