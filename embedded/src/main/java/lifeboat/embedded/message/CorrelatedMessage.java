package lifeboat.embedded.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import lifeboat.embedded.engine.Sql;

/**
 * A message that reached a process instance.
 *
 * @param processDefinitionId the engine's id of the process
 * @param elementInstanceKey 0 if the message started the instance
 */
public record CorrelatedMessage(long messageKey, long subscriptionKey, String name, String correlationKey,
        long processInstanceKey, String processDefinitionId, String elementId, long elementInstanceKey, Instant time) {

    void insert(Sql sql) {
        sql.update("insert into EMBEDDED_CORRELATED values (?, ?, ?, ?, ?, ?, ?, ?, ?)", messageKey, subscriptionKey,
                name, correlationKey, processInstanceKey, processDefinitionId, elementId, elementInstanceKey,
                time.toEpochMilli());
    }

    /** A row of the table {@code EMBEDDED_CORRELATED}. */
    public static CorrelatedMessage read(ResultSet row) throws SQLException {
        return new CorrelatedMessage(row.getLong("MESSAGE_KEY"), row.getLong("SUBSCRIPTION_KEY"),
                row.getString("NAME"), row.getString("CORRELATION_KEY"), row.getLong("PROCESS_INSTANCE_KEY"),
                row.getString("PROCESS_DEFINITION_ID"), row.getString("ELEMENT_ID"),
                row.getLong("ELEMENT_INSTANCE_KEY"), Instant.ofEpochMilli(row.getLong("CORRELATED_AT")));
    }

    static void deleteOf(Sql sql, String processInstanceId) {
        sql.update("delete from EMBEDDED_CORRELATED where PROCESS_INSTANCE_KEY = ?", Long.parseLong(processInstanceId));
    }

    static void clear(Sql sql) {
        sql.update("delete from EMBEDDED_CORRELATED");
    }
}
