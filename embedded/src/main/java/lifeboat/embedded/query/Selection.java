package lifeboat.embedded.query;

/**
 * The rows of a table that a query asks for.
 *
 * @param isComplete whether the database has all that the query asks for; if not, there are more rows than that, and in
 *     another order
 */
record Selection(String table, Condition condition, String order, boolean isComplete) {

    Statement rows(int from, int limit) {
        return new Statement("select * from %s where %s order by %s limit %d offset %d".formatted(table,
                condition.sql(), order, limit, from), condition.values());
    }

    /** @param most where counting ends */
    Statement count(int most) {
        return new Statement("select count(*) from (select 1 from %s where %s limit %d) COUNTED".formatted(table,
                condition.sql(), most), condition.values());
    }
}
