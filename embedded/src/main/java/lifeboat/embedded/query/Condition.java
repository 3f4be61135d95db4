package lifeboat.embedded.query;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What rows of a table must fulfil.
 *
 * @param sql with a question mark for each value
 */
record Condition(String sql, List<Object> values) {

    static Condition of(String sql, Object... values) {
        return new Condition(sql, Arrays.asList(values));
    }

    static Condition all(List<Condition> conditions) {
        return new Condition(conditions.isEmpty() ? "1 = 1"
                : conditions.stream().map(Condition::sql).collect(Collectors.joining(" and ")),
                conditions.stream().flatMap(condition -> condition.values().stream()).toList());
    }
}
