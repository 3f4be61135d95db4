package lifeboat.embedded.instance;

import java.util.List;

/** What is to be changed by hand in a running process instance: elements to start, and element instances to end. */
public record Modification(List<Activation> activations, List<Long> terminated) {

    /** @param ancestorKey the element instance to start it in, or 0 for the only one there is */
    public record Activation(String elementId, long ancestorKey, List<Variables> variables) {
    }

    /**
     * @param scopeId the element whose scope gets the variables, empty for the process instance
     * @param document a JSON document
     */
    public record Variables(String scopeId, String document) {
    }
}
