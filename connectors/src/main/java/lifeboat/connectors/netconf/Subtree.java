package lifeboat.connectors.netconf;

import java.util.List;
import java.util.Optional;
import lifeboat.connectors.definition.PathStep;
import org.w3c.dom.Element;

/** A part of a device's configuration or state. Elements are found by their names, in whatever namespace. */
public record Subtree(Element element) {

    /** All elements at the end of a way from here. */
    public List<Subtree> all(List<PathStep> way) {
        List<Element> found = List.of(element);
        for (PathStep step : way) {
            found = found.stream().flatMap(parent -> Xml.children(parent, step.element()).stream())
                    .filter(child -> step.keys().entrySet().stream()
                            .allMatch(key -> Xml.text(child, key.getKey()).equals(key.getValue()))).toList();
        }
        return found.stream().map(Subtree::new).toList();
    }

    /** The first of them. */
    public Optional<Subtree> at(List<PathStep> way) {
        return all(way).stream().findFirst();
    }

    public String text() {
        return element.getTextContent().strip();
    }
}
