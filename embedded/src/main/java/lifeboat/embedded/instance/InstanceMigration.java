package lifeboat.embedded.instance;

import java.util.List;
import java.util.Map;

/** To which process an instance is to go, and which of its elements become which there. */
public record InstanceMigration(long targetProcessDefinitionKey, List<Mapping> mappings) {

    /** @param plan as a batch operation keeps it, a v2 document */
    public static InstanceMigration of(Map<String, Object> plan) {
        return new InstanceMigration(Long.parseLong(String.valueOf(plan.get("targetProcessDefinitionKey"))),
                ((List<?>) plan.get("mappingInstructions")).stream().map(mapping -> (Map<?, ?>) mapping)
                        .map(mapping -> new Mapping(String.valueOf(mapping.get("sourceElementId")),
                                String.valueOf(mapping.get("targetElementId")))).toList());
    }

    /** What becomes of one element. */
    public record Mapping(String source, String target) {
    }
}
