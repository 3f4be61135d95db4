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

    private static final String ALWAYS = "1 = 1";

    static Condition of(String sql, Object... values) {
        return new Condition(sql, Arrays.asList(values));
    }

    boolean isAlways() {
        return sql.equals(ALWAYS);
    }

    static Condition all(List<Condition> conditions) {
        return new Condition(conditions.isEmpty() ? ALWAYS
                : conditions.stream().map(Condition::sql).collect(Collectors.joining(" and ")),
                conditions.stream().flatMap(condition -> condition.values().stream()).toList());
    }
}
