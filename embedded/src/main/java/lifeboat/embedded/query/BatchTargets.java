package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lifeboat.embedded.batch.BatchOperations.Target;

/** Finds what a batch operation is about: active process instances, or their incidents. */
public class BatchTargets {

    private static final int PAGE = 1000;

    private final ProcessInstanceHistory instances;
    private final IncidentHistory incidents;

    public BatchTargets(ProcessInstanceHistory instances, IncidentHistory incidents) {
        this.instances = instances;
        this.incidents = incidents;
    }

    /** @param filter of a search for process instances; that only active ones are meant it need not say */
    public List<Target> instances(ObjectNode filter) {
        return all(filter.deepCopy().put("state", "ACTIVE"), instances::search).stream()
                .map(instance -> instance.path("processInstanceKey").asLong())
                .map(key -> new Target(key, key)).toList();
    }

    /** The same without those that another instance called. */
    public List<Target> roots(ObjectNode filter) {
        ObjectNode roots = filter.deepCopy();
        roots.putObject("parentProcessInstanceKey").put("$exists", false);
        return instances(roots);
    }

    /** The open incidents of those instances. */
    public List<Target> incidents(ObjectNode filter) {
        ObjectNode open = JsonNodeFactory.instance.objectNode().put("state", "ACTIVE");
        return instances(filter).stream().flatMap(instance -> all(open, query ->
                incidents.searchOf(String.valueOf(instance.key()), query)).stream()
                .map(incident -> new Target(incident.path("incidentKey").asLong(), instance.key()))).toList();
    }

    private static List<JsonNode> all(ObjectNode filter, Function<String, JsonNode> search) {
        List<JsonNode> found = new ArrayList<>();
        JsonNode items;
        do {
            ObjectNode query = JsonNodeFactory.instance.objectNode();
            query.set("filter", filter);
            query.putObject("page").put("from", found.size()).put("limit", PAGE);
            items = search.apply(query.toString()).path("items");
            items.forEach(found::add);
        } while (items.size() == PAGE);
        return found;
    }
}
