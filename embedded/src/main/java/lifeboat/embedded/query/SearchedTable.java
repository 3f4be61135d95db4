package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the engine that is searched by the database itself: it narrows, sorts and pages, so that a search reads no
 * more than it answers.
 *
 * @param name the table
 * @param told which of its rows are told at all
 * @param order the columns by which results come that nobody sorted, oldest first
 * @param columns what can be asked of a row, by the API's names
 */
record SearchedTable(String name, Optional<String> told, String order, Map<String, Column> columns) {

    /** @param others what rows must fulfil besides */
    Selection select(JsonNode query, List<Condition> others) {
        List<Condition> conditions = new ArrayList<>(others);
        told.map(Condition::of).ifPresent(conditions::add);
        boolean isComplete = true;
        for (Map.Entry<String, JsonNode> constraint : query.path("filter").properties()) {
            if (!SearchedFields.isNone(constraint.getValue())) {
                Optional<Condition> condition = Optional.ofNullable(columns.get(constraint.getKey()))
                        .flatMap(column -> column.condition(constraint.getValue()));
                condition.ifPresent(conditions::add);
                isComplete &= condition.isPresent();
            }
        }
        StringBuilder sorted = new StringBuilder();
        for (JsonNode sort : query.path("sort")) {
            Column column = columns.get(sort.path("field").asText());
            if (column == null || !column.isSorted()) {
                isComplete = false;
            } else {
                sorted.append(column.sql()).append("desc".equalsIgnoreCase(sort.path("order").asText())
                        ? " desc nulls first, " : " nulls last, ");
            }
        }
        return new Selection(name, Condition.all(conditions), sorted + order, isComplete);
    }
}
