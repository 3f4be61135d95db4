package lifeboat.embedded.query;

import java.util.Optional;
import java.util.function.Function;

/**
 * An index of a table: a column, and those by which rows come that nobody sorted. Databases do not find out by
 * themselves that they need not sort then.
 *
 * @param column the column that is equal in all rows, by the value that is asked for; empty if none is
 */
record Index(String name, Function<String, Optional<String>> column) {

    /**
     * That an index is used.
     *
     * @param column in which all rows that are read are equal, so that they come in order
     */
    record Use(String name, String column) {
    }
}
