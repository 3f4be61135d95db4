package lifeboat.embedded.batch;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What became of one of the instances that a batch operation is about.
 *
 * @param itemKey of the process instance, or of the incident that is resolved
 * @param error why it failed, null if it did not
 * @param processedAt milliseconds since 1970, 0 if it is still to be done
 * @param type of its operation
 * @param plan of its operation
 */
public record BatchItem(long batchKey, long itemKey, long processInstanceKey, String state, String error,
        long processedAt, BatchOperation.Type type, String plan) {

    static final String ACTIVE = "ACTIVE";

    /** The rows, with the columns of their operations. */
    public static final String SELECTED = "select I.*, B.TYPE, B.PLAN from EMBEDDED_BATCH_ITEM I "
            + "join EMBEDDED_BATCH B on B.BATCH_KEY = I.BATCH_KEY";

    /** One row, with the columns of its operation. */
    public static BatchItem read(ResultSet row) throws SQLException {
        return new BatchItem(row.getLong("BATCH_KEY"), row.getLong("ITEM_KEY"), row.getLong("PROCESS_INSTANCE_KEY"),
                row.getString("STATE"), row.getString("ERROR"), row.getLong("PROCESSED_AT"),
                BatchOperation.Type.valueOf(row.getString("TYPE")), row.getString("PLAN"));
    }
}
