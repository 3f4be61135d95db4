package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.batch.BatchOperations.Target;

/** Finds what a batch operation is about: active process instances, or their incidents. */
public class BatchTargets {

    /** As many as a search tells at once. */
    private static final int MOST = 10_000;
    private static final Condition ACTIVE = Condition.of("STATE_ = 'ACTIVE'");
    private static final Condition ROOT = Condition.of("SUPER_PROCESS_INSTANCE_ID_ is null");

    private final ProcessInstanceHistory instances;
    private final IncidentHistory incidents;

    public BatchTargets(ProcessInstanceHistory instances, IncidentHistory incidents) {
        this.instances = instances;
        this.incidents = incidents;
    }

    /**
     * @param filter of a search for process instances; that only active ones are meant it need not say
     * @throws Rejection if it filters nothing, or finds too many
     */
    public List<Target> instances(JsonNode filter) {
        return instances(filter, List.of(ACTIVE));
    }

    /** The same without those that another instance called. */
    public List<Target> roots(JsonNode filter) {
        return instances(filter, List.of(ACTIVE, ROOT));
    }

    private List<Target> instances(JsonNode filter, List<Condition> others) {
        if (StreamSupport.stream(filter.spliterator(), false).allMatch(SearchedFields::isNone)) {
            throw Rejection.invalidArgument("CREATE", "At least one of the filter's criteria is required");
        }
        return all(instances.search(query(filter), others)).stream()
                .map(instance -> instance.path("processInstanceKey").asLong()).map(key -> new Target(key, key))
                .toList();
    }

    /** The open incidents of those instances. */
    public List<Target> incidents(JsonNode filter) {
        ObjectNode open = JsonNodeFactory.instance.objectNode().put("state", "ACTIVE");
        var keys = open.putObject("processInstanceKey").putArray("$in");
        instances(filter).forEach(instance -> keys.add(String.valueOf(instance.key())));
        return keys.isEmpty() ? List.of() : all(incidents.search(query(open).toString())).stream()
                .map(incident -> new Target(incident.path("incidentKey").asLong(),
                        incident.path("processInstanceKey").asLong())).toList();
    }

    private static ObjectNode query(JsonNode filter) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        query.set("filter", filter);
        query.putObject("page").put("limit", MOST);
        return query;
    }

    private static List<JsonNode> all(JsonNode found) {
        if (found.path("page").path("hasMoreTotalItems").asBoolean()) {
            throw Rejection.invalidArgument("CREATE", "The filter finds more than %d, which the embedded engine does "
                    + "not do at once", MOST);
        }
        List<JsonNode> items = new ArrayList<>();
        found.path("items").forEach(items::add);
        return items;
    }
}
