package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be asked of the rows of a table.
 *
 * @param sql the column's name, or a condition with one question mark
 * @param conditions for each value what holds then, where it is not the value itself
 * @param index the table's index for it
 * @param isFew whether few rows are equal in it, so that no index of another column is of use
 */
record Column(Kind kind, String sql, Map<String, String> conditions, Optional<Index> index, boolean isFew) {

    private static final Map<String, String> ORDER = Map.of("$gt", ">", "$gte", ">=", "$lt", "<", "$lte", "<=");

    private enum Kind {
        TEXT, KEY, NUMBER, DATE, CONDITION
    }

    static Column text(String sql) {
        return new Column(Kind.TEXT, sql, Map.of(), Optional.empty(), false);
    }

    /** A text that few rows have. */
    static Column few(String sql) {
        return new Column(Kind.TEXT, sql, Map.of(), Optional.empty(), true);
    }

    /** A key that is what comes behind the last colon. */
    static Column lastPart(String sql) {
        return holding("concat(':', %s) like concat('%%:', ?)".formatted(sql));
    }

    /** A key that is kept as a number. */
    static Column key(String sql) {
        return new Column(Kind.KEY, sql, Map.of(), Optional.empty(), false);
    }

    /** @param told what is told of it where it is null */
    Column toldAs(String told) {
        return new Column(kind, sql, Map.of(told, sql + " is null"), index, isFew);
    }

    static Column number(String sql) {
        return new Column(Kind.NUMBER, sql, Map.of(), Optional.empty(), false);
    }

    static Column date(String sql) {
        return new Column(Kind.DATE, sql, Map.of(), Optional.empty(), false);
    }

    static Column oneOf(Map<String, String> conditions) {
        return new Column(Kind.CONDITION, null, conditions, Optional.empty(), false);
    }

    /** @param condition with a question mark for the value that is asked for */
    static Column holding(String condition) {
        return new Column(Kind.CONDITION, condition, Map.of(), Optional.empty(), false);
    }

    /** The same in every row. */
    static Column always(String value) {
        return holding("'%s' = ?".formatted(value));
    }

    /** The table has an index of this column and those by which it is sorted. */
    Column by(String name) {
        return new Column(kind, sql, conditions, Optional.of(new Index(name, value -> Optional.of(sql))), false);
    }

    /** @param columns the one that is equal in all rows then, for those values where one is */
    Column by(String name, Map<String, String> columns) {
        return new Column(kind, sql, conditions, Optional.of(new Index(name,
                value -> Optional.ofNullable(columns.get(value)))), false);
    }

    /** What the database needs to be told to read rows in their order for a constraint on this column. */
    Optional<Index.Use> use(JsonNode constraint) {
        JsonNode value = constraint.isObject() && asked(constraint).size() == 1 ? constraint.path("$eq") : constraint;
        return !value.isValueNode() || value.isNull() ? Optional.empty() : index.flatMap(found ->
                found.column().apply(value.asText()).map(column -> new Index.Use(found.name(), column)));
    }

    boolean isCondition() {
        return kind == Kind.CONDITION;
    }

    /** Whether the database sorts by it as the API does: texts have orders of their own there. */
    boolean isSorted() {
        return kind == Kind.NUMBER || kind == Kind.DATE;
    }

    /** @return empty if the database cannot tell */
    Optional<Condition> condition(JsonNode constraint) {
        if (constraint.isArray()) {
            return Optional.empty();
        }
        if (!constraint.isObject()) {
            return comparison("$eq", constraint);
        }
        List<Condition> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : asked(constraint)) {
            Optional<Condition> one = comparison(operator.getKey(), operator.getValue());
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        return Optional.of(Condition.all(all));
    }

    /** Clients send also what they do not ask for. */
    private static List<Map.Entry<String, JsonNode>> asked(JsonNode constraint) {
        return constraint.properties().stream().filter(operator -> !SearchedFields.isNone(operator.getValue()))
                .toList();
    }

    private Optional<Condition> comparison(String operator, JsonNode value) {
        if (kind == Kind.TEXT && !conditions.isEmpty()) {
            return !operator.equals("$eq") || !value.isValueNode() || value.isNull() ? Optional.empty()
                    : Optional.of(conditions.containsKey(value.asText()) ? Condition.of(conditions.get(value.asText()))
                    : Condition.of(sql + " = ?", value.asText()));
        }
        if (kind != Kind.CONDITION && operator.equals("$exists") && value.isBoolean()) {
            return Optional.of(Condition.of(sql + (value.asBoolean() ? " is not null" : " is null")));
        }
        if (kind == Kind.TEXT && operator.equals("$in") && value.isArray() && !value.isEmpty()) {
            List<Object> values = new ArrayList<>();
            value.forEach(item -> values.add(item.asText()));
            String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
            return Optional.of(new Condition("%s in (%s)".formatted(sql, marks), values));
        }
        if (!value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        String order = operator.equals("$eq") && kind != Kind.DATE ? "=" : ORDER.get(operator);
        return switch (kind) {
            case TEXT -> "=".equals(order) ? Optional.of(Condition.of(sql + " = ?", value.asText())) : Optional.empty();
            case KEY -> "=".equals(order) ? Optional.of(Condition.of(sql + " = ?", value.asLong()))
                    : Optional.empty();
            case NUMBER -> order == null || !value.isInt() ? Optional.empty()
                    : Optional.of(Condition.of("%s %s ?".formatted(sql, order), value.asInt()));
            case DATE -> order == null ? Optional.empty() : Optional.of(Condition.of("%s %s ?".formatted(sql, order),
                    Timestamp.from(OffsetDateTime.parse(value.asText()).toInstant())));
            case CONDITION -> !"=".equals(order) ? Optional.empty()
                    : sql != null ? Optional.of(Condition.of(sql, value.asText()))
                    : Optional.ofNullable(conditions.get(value.asText())).map(Condition::of);
        };
    }
}
