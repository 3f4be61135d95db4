package lifeboat.connectors.netconf;

import java.util.List;
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
                            .allMatch(key -> says(child, key.getKey(), key.getValue()))).toList();
        }
        return found.stream().map(Subtree::new).toList();
    }

    private static boolean says(Element entry, String key, String value) {
        return Xml.children(entry, key).stream().anyMatch(child -> child.getTextContent().strip().equals(value));
    }

    /** All elements at the end of a way from the first of some places that has any. */
    public static List<Subtree> firstWith(List<Subtree> places, List<PathStep> way) {
        return places.stream().map(place -> place.all(way)).filter(found -> !found.isEmpty()).findFirst()
                .orElse(List.of());
    }

    public String text() {
        return element.getTextContent().strip();
    }
}
