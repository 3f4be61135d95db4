package lifeboat.connectors.netconf;

import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** A part of a device's configuration or state. Elements are found by their names, in whatever namespace. */
public record Subtree(Element element) {

    /** The first element at the end of a way from here. */
    public Optional<Subtree> at(List<String> way) {
        Optional<Element> found = Optional.of(element);
        for (String name : way) {
            found = found.flatMap(parent -> Xml.child(parent, name));
        }
        return found.map(Subtree::new);
    }

    public String text() {
        return element.getTextContent().strip();
    }
}
