package lifeboat.embedded.query;

import java.util.List;
import lifeboat.embedded.engine.Sql;
import org.operaton.bpm.engine.query.NativeQuery;

/**
 * A question to the database.
 *
 * @param sql with a question mark for each value
 */
record Statement(String sql, List<Object> values) {

    /** The rows, by one of the engine's own queries. */
    <Q extends NativeQuery<Q, R>, R> List<R> rows(Q query) {
        StringBuilder named = new StringBuilder();
        String[] parts = sql.split("\\?", -1);
        Q all = query;
        for (int i = 0; i < values.size(); i++) {
            named.append(parts[i]).append("#{p").append(i).append('}');
            all = all.parameter("p" + i, values.get(i));
        }
        return all.sql(named.append(parts[values.size()]).toString()).list();
    }

    /** The rows, as they are. */
    <R> List<R> rows(Sql database, Sql.Row<R> row) {
        return database.query(row, sql, values.toArray());
    }

    /** The ids of the rows. */
    List<String> ids(Sql database) {
        return rows(database, row -> row.getString("ID_"));
    }
}
