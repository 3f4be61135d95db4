package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the engine that is searched by the database itself: it narrows, sorts and pages, so that a search reads no
 * more than it answers.
 *
 * @param name the table
 * @param told which of its rows are told at all
 * @param index the index by which results come that nobody sorted; empty for the primary key
 * @param order its columns, oldest first
 * @param columns what can be asked of a row, by the API's names
 */
record SearchedTable(String name, Optional<String> told, Optional<String> index, List<String> order,
        Map<String, Column> columns) {

    /** @param others what rows must fulfil besides */
    RowSelection select(JsonNode query, List<Condition> others) {
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
        List<String> sorted = new ArrayList<>();
        String direction = "";
        for (JsonNode sort : query.path("sort")) {
            Column column = columns.get(sort.path("field").asText());
            direction = "desc".equalsIgnoreCase(sort.path("order").asText()) ? " desc" : "";
            if (column == null || !column.isSorted()) {
                isComplete = false;
            } else {
                sorted.add(column.sql() + direction + (direction.isEmpty() ? " nulls last" : " nulls first"));
            }
        }
        Optional<Index.Use> use = use(query);
        if (sorted.isEmpty()) {
            use.map(Index.Use::column).filter(column -> !order.contains(column)).ifPresent(sorted::add);
        }
        for (String column : order) {
            sorted.add(column + direction);
        }
        boolean isInOrder = query.path("sort").isEmpty();
        return new RowSelection(name, isInOrder ? use.map(Index.Use::name).or(() -> isFiltered(query) ? Optional.empty()
                : index) : Optional.empty(), Condition.all(conditions), String.join(", ", sorted), isComplete);
    }

    /** The best one first: a state has fewer rows than a process. */
    private Optional<Index.Use> use(JsonNode query) {
        Map<Column, JsonNode> asked = new LinkedHashMap<>();
        query.path("filter").properties().forEach(constraint -> {
            if (columns.containsKey(constraint.getKey()) && !SearchedFields.isNone(constraint.getValue())) {
                asked.put(columns.get(constraint.getKey()), constraint.getValue());
            }
        });
        return asked.keySet().stream().anyMatch(Column::isFew) ? Optional.empty() : asked.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !entry.getKey().isCondition()))
                .flatMap(entry -> entry.getKey().use(entry.getValue()).stream()).findFirst();
    }

    private static boolean isFiltered(JsonNode query) {
        return query.path("filter").properties().stream()
                .anyMatch(constraint -> !SearchedFields.isNone(constraint.getValue()));
    }
}
