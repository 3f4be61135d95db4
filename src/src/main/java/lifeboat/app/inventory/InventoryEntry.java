package lifeboat.app.inventory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lifeboat.connectors.secret.SecretReference;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A mapping in the inventory, read key by key. What is wrong with it is noted in {@link InventoryFaults} with its line,
 * and reading goes on, so that all faults are found at once.
 */
final class InventoryEntry {

    private static final Pattern DURATION = Pattern.compile("[1-9]\\d{0,5}[smh]");

    private final String what;
    private final int line;
    private final InventoryFaults faults;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private InventoryEntry(String what, int line, InventoryFaults faults) {
        this.what = what;
        this.line = line;
        this.faults = faults;
    }

    /** @param keys the keys there may be; null for any */
    static InventoryEntry of(String what, Node node, Set<String> keys, InventoryFaults faults) {
        InventoryEntry entry = new InventoryEntry(what, InventoryFaults.line(node), faults);
        if (!(node instanceof MappingNode mapping)) {
            faults.add(entry.line, "%s must be a mapping of keys to values".formatted(what));
            return entry;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            int keyLine = InventoryFaults.line(tuple.getKeyNode());
            if (keys != null && !keys.contains(key)) {
                faults.add(keyLine, "%s has an unknown key '%s'".formatted(what, key));
            } else if (entry.values.put(key, tuple.getValueNode()) != null) {
                faults.add(keyLine, "%s has the key '%s' twice".formatted(what, key));
            }
            entry.lines.put(key, keyLine);
        }
        return entry;
    }

    int line() {
        return line;
    }

    int lineOf(String key) {
        return lines.getOrDefault(key, line);
    }

    Set<String> keys() {
        return values.keySet();
    }

    /** A mapping below this one; an empty one, and a fault, if it is missing. */
    InventoryEntry below(String key, String name, Set<String> allowed) {
        if (!values.containsKey(key)) {
            faults.add(line, "%s has no '%s'".formatted(what, key));
            return new InventoryEntry(name, line, faults);
        }
        return of(name, values.get(key), allowed, faults);
    }

    Optional<String> optional(String key) {
        return values.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** The text of a key that must be there. @param valid what it must be like, described by {@code expected} */
    String required(String key, Predicate<String> valid, String expected) {
        if (!values.containsKey(key)) {
            faults.add(line, "%s has no '%s'".formatted(what, key));
            return "";
        }
        String text = text(key);
        if (!valid.test(text)) {
            faults.add(lineOf(key), "%s: %s '%s' is not %s".formatted(what, key, text, expected));
        }
        return text;
    }

    /** What is there instead of a reference may be the secret itself, so it is not shown. */
    String secretReference(String key) {
        String text = required(key, any -> true, "");
        if (!text.isEmpty() && !SecretReference.isReference(text)) {
            faults.add(lineOf(key), "%s: %s is not a reference to a secret: env:NAME or file:PATH".formatted(what,
                    key));
        }
        return text;
    }

    /** Whether it says yes; no if it says nothing. */
    boolean saysYes(String key) {
        return values.containsKey(key) && required(key, Set.of("yes", "no")::contains, "yes or no").equals("yes");
    }

    /** A name that is safe on a device's command line. */
    String name(String key) {
        return required(key, text -> text.matches("[\\w.\\-]{1,63}"), "a name of letters, digits, '.', '_' and '-'");
    }

    /** -1 if it is not a number in the range. */
    long number(String key, long from, long to) {
        String text = required(key, t -> inRange(t, from, to), "a number from %d to %d".formatted(from, to));
        return inRange(text, from, to) ? Long.parseLong(text) : -1;
    }

    /** A time as operators write it; empty if there is none. */
    Optional<Duration> duration(String key) {
        if (!values.containsKey(key)) {
            return Optional.empty();
        }
        String text = required(key, t -> DURATION.matcher(t).matches(), "a time like 30s, 5m or 2h");
        return Optional.of(text).filter(t -> DURATION.matcher(t).matches())
                .map(t -> Duration.parse("PT" + t.toUpperCase()));
    }

    /** The name of something that must be among {@code known}. */
    String reference(String key, String kind, Set<String> known) {
        return required(key, known::contains, "a %s of this inventory".formatted(kind));
    }

    private static boolean inRange(String text, long from, long to) {
        return text.matches("\\d{1,18}") && Long.parseLong(text) >= from && Long.parseLong(text) <= to;
    }

    private String text(String key) {
        if (values.get(key) instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        faults.add(lineOf(key), "%s: %s must be a single value".formatted(what, key));
        return "";
    }
}
