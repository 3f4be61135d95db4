package lifeboat.embedded.batch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One command on many process instances.
 *
 * @param state Zeebe's word for where it is
 * @param startedAt milliseconds since 1970
 * @param plan what is to be done as a JSON document, empty if the type says it all
 * @param total how many instances or incidents it is about
 */
public record BatchOperation(long key, Type type, String state, long startedAt, Optional<Long> endedAt, String plan,
        int total, int completed, int failed) {

    /** What is done to each. */
    public enum Type { CANCEL_PROCESS_INSTANCE, RESOLVE_INCIDENT, MIGRATE_PROCESS_INSTANCE }

    /** With what became of its items, counted. */
    static final String SELECTED = """
            select B.*, (select count(*) from EMBEDDED_BATCH_ITEM I where I.BATCH_KEY = B.BATCH_KEY) TOTAL,
            (select count(*) from EMBEDDED_BATCH_ITEM I where I.BATCH_KEY = B.BATCH_KEY
            and I.STATE = 'COMPLETED') COMPLETED,
            (select count(*) from EMBEDDED_BATCH_ITEM I where I.BATCH_KEY = B.BATCH_KEY and I.STATE = 'FAILED') FAILED
            from EMBEDDED_BATCH B where B.BATCH_KEY = ?""";

    static BatchOperation read(ResultSet row) throws SQLException {
        long ended = row.getLong("ENDED_AT");
        return new BatchOperation(row.getLong("BATCH_KEY"), Type.valueOf(row.getString("TYPE")),
                row.getString("STATE"), row.getLong("STARTED_AT"), ended == 0 ? Optional.empty() : Optional.of(ended),
                row.getString("PLAN"), row.getInt("TOTAL"), row.getInt("COMPLETED"), row.getInt("FAILED"));
    }
}
