package lifeboat.connectors.device;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.connectors.definition.NetconfOperation;
import lifeboat.connectors.definition.Operation;

/**
 * What a role needs of an operation.
 *
 * @param name what the role calls it
 * @param values what it is given, to be put in the place of {@code {placeholders}}
 * @param fields what its answer must have; empty for a change, whose answer does not matter
 */
public record OperationContract(String name, Set<String> values, Set<String> fields) {

    /**
     * A platform's operation that is not what the role needs.
     *
     * @param words what is wrong with it, as a sentence's end
     */
    public record Breach(String operation, String words) {
    }

    /** Begins the placeholder of a port's name on the device. */
    static final String PORT = "port_";

    static OperationContract given(String... values) {
        return new OperationContract("", Set.of(values), Set.of());
    }

    OperationContract of(String operation) {
        return new OperationContract(operation, values, fields);
    }

    OperationContract telling(String... told) {
        return new OperationContract(name, values, Set.of(told));
    }

    Stream<Breach> breachesOf(Operation operation) {
        return Stream.concat(unknownIn(operation.placeholders()), missingIn(operation.fields()));
    }

    Stream<Breach> breachesOf(NetconfOperation operation) {
        boolean isQuestion = operation.edit() == null;
        if (isQuestion == fields.isEmpty()) {
            return Stream.of(breach("is %s, and needs '%s'".formatted(isQuestion ? "a change" : "a question",
                    isQuestion ? "edit" : "get")));
        }
        return Stream.concat(unknownIn(operation.placeholders()), missingIn(operation.read().keySet()));
    }

    private Stream<Breach> unknownIn(List<String> placeholders) {
        return placeholders.stream().distinct().filter(placeholder -> !values.contains(placeholder)
                && !placeholder.startsWith(PORT))
                .map(placeholder -> breach("has a placeholder {%s}, and is given %s".formatted(placeholder,
                        values.isEmpty() ? "none" : list(values))));
    }

    private Stream<Breach> missingIn(Collection<String> told) {
        return fields.stream().sorted().filter(field -> !told.contains(field))
                .map(field -> breach("needs a field '%s' in its 'read', which has %s".formatted(field,
                        told.isEmpty() ? "none" : list(told))));
    }

    private static String list(Collection<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    private Breach breach(String words) {
        return new Breach(name, words);
    }
}
