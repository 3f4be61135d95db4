package lifeboat.embedded.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.operaton.bpm.engine.query.NativeQuery;

/**
 * A table of the engine that is searched by the database itself: it narrows, sorts and pages, so that a search reads no
 * more than it answers.
 *
 * @param name the table
 * @param order the columns by which results come that nobody sorted, oldest first
 * @param columns what is told of a row, by the API's names
 */
record SearchedTable(String name, List<String> order, Map<String, Column> columns) {

    /** More than these are not counted, as by Zeebe. */
    static final int COUNTED = 10_000;

    private static final Map<String, String> ORDER = Map.of("$gt", ">", "$gte", ">=", "$lt", "<", "$lte", "<=");

    /**
     * A column.
     *
     * @param sql its name; null if there are only conditions
     * @param isDate whether its values are dates, not texts
     * @param conditions for each value what holds then, where it is not the value itself
     */
    record Column(String sql, boolean isDate, Map<String, String> conditions) {

        static Column text(String sql) {
            return new Column(sql, false, Map.of());
        }

        static Column date(String sql) {
            return new Column(sql, true, Map.of());
        }

        static Column oneOf(Map<String, String> conditions) {
            return new Column(null, false, conditions);
        }
    }

    /** Rows that were asked for. */
    record Selection(String rows, String count, Map<String, Object> parameters, int from) {

        <Q extends NativeQuery<Q, R>, R> List<R> rows(Q query) {
            return with(query.sql(rows)).list();
        }

        <Q extends NativeQuery<Q, R>, R> int count(Q query) {
            return (int) with(query.sql(count)).count();
        }

        private <Q extends NativeQuery<Q, ?>> Q with(Q query) {
            Q all = query;
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                all = all.parameter(parameter.getKey(), parameter.getValue());
            }
            return all;
        }
    }

    /** @return empty if the query asks for something that the table cannot tell */
    Optional<Selection> select(JsonNode query) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        List<String> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> constraint : query.path("filter").properties()) {
            if (!SearchedFields.isNone(constraint.getValue())) {
                Optional<String> condition = condition(constraint.getKey(), constraint.getValue(), parameters);
                if (condition.isEmpty()) {
                    return Optional.empty();
                }
                conditions.add(condition.get());
            }
        }
        List<String> sorted = new ArrayList<>();
        for (JsonNode sort : query.path("sort")) {
            Column column = columns.get(sort.path("field").asText());
            if (column == null || !column.isDate()) {
                return Optional.empty();
            }
            sorted.add(column.sql() + ("desc".equalsIgnoreCase(sort.path("order").asText()) ? " desc nulls first"
                    : " nulls last"));
        }
        sorted.addAll(order);
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        int from = Search.from(query.path("page"));
        return Optional.of(new Selection("select * from %s%s order by %s limit %d offset %d".formatted(name, where,
                String.join(", ", sorted), Search.limit(query.path("page")), from),
                "select count(*) from (select 1 from %s%s limit %d) COUNTED".formatted(name, where, COUNTED + 1),
                parameters, from));
    }

    private Optional<String> condition(String field, JsonNode constraint, Map<String, Object> parameters) {
        Column column = columns.get(field);
        if (column == null || constraint.isArray()) {
            return Optional.empty();
        }
        if (!constraint.isObject()) {
            return comparison(column, "$eq", constraint, parameters);
        }
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : constraint.properties()) {
            Optional<String> one = comparison(column, operator.getKey(), operator.getValue(), parameters);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        return Optional.of(String.join(" and ", all));
    }

    private static Optional<String> comparison(Column column, String operator, JsonNode value,
            Map<String, Object> parameters) {
        if (column.sql() == null) {
            return operator.equals("$eq") ? Optional.ofNullable(column.conditions().get(value.asText()))
                    : Optional.empty();
        }
        if (operator.equals("$exists") && value.isBoolean()) {
            return Optional.of(column.sql() + (value.asBoolean() ? " is not null" : " is null"));
        }
        if (operator.equals("$in") && value.isArray() && !value.isEmpty() && !column.isDate()) {
            return Optional.of(IntStream.range(0, value.size())
                    .mapToObj(i -> parameter(value.get(i).asText(), parameters))
                    .collect(Collectors.joining(", ", column.sql() + " in (", ")")));
        }
        if (!value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        if (operator.equals("$eq") && !column.isDate()) {
            return Optional.of("%s = %s".formatted(column.sql(), parameter(value.asText(), parameters)));
        }
        return column.isDate() && ORDER.containsKey(operator) ? Optional.of("%s %s %s".formatted(column.sql(),
                ORDER.get(operator), parameter(Date.from(OffsetDateTime.parse(value.asText()).toInstant()),
                        parameters))) : Optional.empty();
    }

    private static String parameter(Object value, Map<String, Object> parameters) {
        String name = "p" + parameters.size();
        parameters.put(name, value);
        return "#{" + name + "}";
    }
}
