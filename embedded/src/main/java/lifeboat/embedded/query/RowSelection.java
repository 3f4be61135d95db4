package lifeboat.embedded.query;

import java.util.List;
import java.util.Optional;

/**
 * The rows of a table that a query asks for.
 *
 * @param index the index that has them in order, if one has
 * @param isComplete whether the database has all that the query asks for; if not, there are more rows than that, and in
 *     another order
 */
record RowSelection(String table, Optional<String> index, Condition condition, String order, boolean isComplete) {

    /** @param isHinted whether the database knows and needs hints */
    Statement rows(int from, int limit, boolean isHinted) {
        return new Statement("select * from %s where %s order by %s limit %d offset %d".formatted(from(isHinted),
                condition.sql(), order, limit, from), condition.values());
    }

    private String from(boolean isHinted) {
        return table + (isHinted ? index.map(" use index (%s)"::formatted).orElse("") : "");
    }

    /** @param most where counting ends */
    Statement count(int most, boolean isHinted) {
        if (condition.isAlways()) {
            return new Statement("select count(*) from " + table, List.of());
        }
        return new Statement("select count(*) from (select 1 from %s where %s limit %d) COUNTED".formatted(
                from(isHinted),
                condition.sql(), most), condition.values());
    }
}
