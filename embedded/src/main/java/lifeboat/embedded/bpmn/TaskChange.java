package lifeboat.embedded.bpmn;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is to become of a user task once its listeners agree.
 *
 * @param event what its listeners listen to
 * @param values by the API's names: {@code assignee}, {@code dueDate}, {@code followUpDate}, {@code candidateUsers},
 *     {@code candidateGroups}, {@code priority}; an empty text clears. And {@code variables}, to complete it with.
 */
public record TaskChange(Listener.Event event, Map<String, Object> values) {

    public static final String ASSIGNEE = "assignee";
    public static final String VARIABLES = "variables";

    private static final String EVENT = "event";
    private static final String VALUES = "values";

    /** The same, as a listener corrects it. */
    TaskChange corrected(Map<String, Object> corrections) {
        Map<String, Object> corrected = new LinkedHashMap<>(values);
        corrected.putAll(corrections);
        return new TaskChange(event, corrected);
    }

    Map<String, Object> document() {
        return Map.of(EVENT, event.name(), VALUES, values);
    }

    @SuppressWarnings("unchecked")
    static TaskChange of(Map<String, Object> document) {
        return new TaskChange(Listener.Event.valueOf((String) document.get(EVENT)),
                (Map<String, Object>) document.get(VALUES));
    }
}
