package lifeboat.connectors.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a role operation is on a platform that is driven by NETCONF: a question, or a change.
 *
 * @param get what is asked for, as a subtree filter (RFC 6241, section 6) with {@code {placeholders}}; null for a
 *     change
 * @param item the way to what is described, by the names of elements, for example
 *     {@code interfaces/interface[name=vlan{vlan}]}: an entry of a list by its key, since a server may ignore the
 *     filter
 * @param read for each field the way to it from the item, or a text with {@code {placeholders}}, which has no {@code /}
 * @param edit the change, as a piece of configuration with {@code {placeholders}}; null for a question
 */
public record NetconfOperation(String get, String item, Map<String, String> read, String edit) {

    private static final String PLACEHOLDER = "{";
    private static final String STEP = "/";

    public NetconfOperation {
        if ((get == null) == (edit == null) || get != null && item == null) {
            throw new IllegalArgumentException("a NETCONF operation needs either 'get' and 'item', or 'edit'");
        }
        if (item != null) {
            PathStep.all(item);
        }
        read = read == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(read));
    }

    /** The placeholders of all of its texts. */
    public List<String> placeholders() {
        return Stream.concat(Stream.of(get, item, edit), read.values().stream()).filter(Objects::nonNull)
                .map(Template::new).flatMap(template -> template.placeholders().stream()).toList();
    }

    /** The way to the item, element by element. */
    public List<PathStep> way(Map<String, String> values) {
        return PathStep.all(new Template(item).with(values));
    }

    /** The text of a field that says itself what it is; empty if it has to be looked for. */
    public Optional<Template> textOf(String field) {
        return Optional.of(read.get(field)).filter(text -> text.contains(PLACEHOLDER) && !text.contains(STEP))
                .map(Template::new);
    }

    /** The way to a field from the item, element by element. */
    public List<PathStep> wayTo(String field, Map<String, String> values) {
        return PathStep.all(new Template(read.get(field)).with(values));
    }
}
