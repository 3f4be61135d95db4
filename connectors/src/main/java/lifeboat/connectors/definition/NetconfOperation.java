package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.StringReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a role operation is on a platform that is driven by NETCONF: a question, or a change.
 *
 * @param get what is asked for, one request after the other, as subtree filters (RFC 6241, section 6) with
 *     {@code {placeholders}}; empty for a change
 * @param item the way to what is described, by the names of elements, for example
 *     {@code interfaces/interface[name=vlan{vlan}]}: an entry of a list by its key, since a server may ignore the
 *     filter
 * @param read for each field the way to it from the item, or, if it begins with {@code /}, from the top of any answer,
 *     or a text with {@code {placeholders}}, which has no {@code /}
 * @param edit the change, as a piece of configuration with {@code {placeholders}}; null for a question
 */
public record NetconfOperation(@JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> get,
        String item, Map<String, String> read, String edit) {

    private static final String PLACEHOLDER = "{";
    private static final String STEP = "/";
    private static final String KEY = "[";

    public NetconfOperation {
        get = get == null ? List.of() : List.copyOf(get);
        if (get.isEmpty() == (edit == null) || !get.isEmpty() && item == null) {
            throw new IllegalArgumentException("a NETCONF operation needs either 'get' and 'item', or 'edit'");
        }
        boolean hasKey = item != null && PathStep.all(item).stream().anyMatch(step -> !step.keys().isEmpty());
        Stream.concat(get.stream(), Stream.ofNullable(edit)).forEach(NetconfOperation::checkXml);
        read = read == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(read));
        read.forEach((field, way) -> {
            if (way == null) {
                throw new IllegalArgumentException("'read' has no way to the field '%s'".formatted(field));
            }
            if (!isText(way)) {
                steps(way);
            } else if (!hasKey) {
                throw new IllegalArgumentException(("'item' has no key, and '%s' says '%s' of whatever is found: a "
                        + "server may ignore the filter").formatted(field, way));
            }
        });
    }

    private static void checkXml(String text) {
        try {
            XMLInputFactory factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader("<x>" + text + "</x>"));
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("'%s' is no XML: %s".formatted(text, e.getMessage().lines()
                    .reduce((first, second) -> second).orElse("").replaceFirst("^Message: ", "")), e);
        }
    }

    /** The placeholders of all of its texts. */
    public List<String> placeholders() {
        return Stream.of(get.stream(), Stream.of(item, edit), read.values().stream()).flatMap(texts -> texts)
                .filter(Objects::nonNull)
                .map(Template::new).flatMap(template -> template.placeholders().stream()).toList();
    }

    /** The way to the item, element by element. */
    public List<PathStep> way(Map<String, String> values) {
        return PathStep.all(new Template(item).with(values));
    }

    /** The text of a field that says itself what it is; empty if it has to be looked for. */
    public Optional<Template> textOf(String field) {
        return Optional.of(read.get(field)).filter(NetconfOperation::isText).map(Template::new);
    }

    private static boolean isText(String field) {
        return field.contains(PLACEHOLDER) && !field.contains(STEP) && !field.contains(KEY);
    }

    private static List<PathStep> steps(String way) {
        return PathStep.all(way.startsWith(STEP) ? way.substring(STEP.length()) : way);
    }

    /** Whether the way to a field begins at the top. */
    public boolean isFromTop(String field) {
        return read.get(field).startsWith(STEP);
    }

    /** The way to a field from the item, or from the top, element by element. */
    public List<PathStep> wayTo(String field, Map<String, String> values) {
        return steps(new Template(read.get(field)).with(values));
    }
}
