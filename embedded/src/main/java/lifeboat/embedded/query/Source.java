package lifeboat.embedded.query;

import java.util.List;
import java.util.function.Function;

/**
 * Where results of a search are, and how they are read there.
 *
 * @param others what rows must fulfil besides what the query says
 * @param read rows of the table in the words of the API, in the same order
 */
record Source<T>(SearchedTable table, List<Condition> others, Function<Statement, List<T>> read) {

    Source(SearchedTable table, Function<Statement, List<T>> read) {
        this(table, List.of(), read);
    }
}
