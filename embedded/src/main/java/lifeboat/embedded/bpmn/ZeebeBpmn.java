package lifeboat.embedded.bpmn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A BPMN or DMN file authored for Zeebe, as a tree that can be looked at, changed and written. */
public final class ZeebeBpmn {

    static final String BPMN_NS = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String ZEEBE_NS = "http://camunda.org/schema/zeebe/1.0";

    private final Document document;

    private ZeebeBpmn(Document document) {
        this.document = document;
    }

    public static ZeebeBpmn parse(byte[] content) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new ZeebeBpmn(factory.newDocumentBuilder().parse(new ByteArrayInputStream(content)));
        } catch (Exception e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public Document document() {
        return document;
    }

    public byte[] write() {
        try {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            factory.newTransformer().transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException e) {
            throw new IllegalStateException("The translated BPMN cannot be written", e);
        }
    }

    /** All elements of a kind, except those of processes that are not to be executed. */
    public Stream<Element> bpmn(String name) {
        return executed(BPMN_NS, name);
    }

    /** All extensions of a kind, with the same exception. */
    Stream<Element> zeebe(String name) {
        return executed(ZEEBE_NS, name);
    }

    private Stream<Element> executed(String namespace, String name) {
        return list(document.getElementsByTagNameNS(namespace, name)).stream().filter(ZeebeBpmn::isExecutable);
    }

    /** Says so of each process that is not to be executed: what is not said the engine takes otherwise, later. */
    void sayWhatIsNotExecuted() {
        list(document.getElementsByTagNameNS(BPMN_NS, "process")).stream().filter(process -> !isExecutable(process))
                .forEach(process -> process.setAttribute("isExecutable", "false"));
    }

    private static boolean isExecutable(Element element) {
        for (Node node = element; node instanceof Element ancestor; node = node.getParentNode()) {
            if (ancestor.getLocalName().equals("process")) {
                return "true".equals(ancestor.getAttribute("isExecutable"));
            }
        }
        return true;
    }

    /** The sequence flows that leave a node. */
    Stream<Element> flowsFrom(Element node) {
        return bpmn("sequenceFlow").filter(flow -> flow.getAttribute("sourceRef").equals(node.getAttribute("id")));
    }

    public static List<Element> children(Element parent) {
        return list(parent.getChildNodes());
    }

    public static Stream<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream()
                .filter(e -> namespace.equals(e.getNamespaceURI()) && name.equals(e.getLocalName()));
    }

    public static Stream<Element> zeebe(Element element, String name) {
        return children(element, BPMN_NS, "extensionElements").flatMap(e -> children(e, ZEEBE_NS, name));
    }

    private static List<Element> list(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
                elements.add((Element) nodes.item(i));
            }
        }
        return elements;
    }
}
