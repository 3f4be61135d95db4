package lifeboat.embedded.message;

import java.time.Instant;
import java.util.List;
import lifeboat.embedded.engine.Sql;

/**
 * A message that reached a process instance.
 *
 * @param processDefinitionId the engine's id of the process
 * @param elementInstanceKey 0 if the message started the instance
 */
public record CorrelatedMessage(long messageKey, long subscriptionKey, String name, String correlationKey,
        long processInstanceKey, String processDefinitionId, String elementId, long elementInstanceKey, Instant time) {

    static void createTable(Sql sql) {
        sql.update("create table if not exists EMBEDDED_CORRELATED (MESSAGE_KEY bigint, SUBSCRIPTION_KEY bigint, "
                + "NAME varchar(1000), CORRELATION_KEY varchar(1000), PROCESS_INSTANCE_KEY bigint, "
                + "PROCESS_DEFINITION_ID varchar(1000), ELEMENT_ID varchar(1000), ELEMENT_INSTANCE_KEY bigint, "
                + "CORRELATED_AT bigint)");
        sql.update("create index if not exists EMBEDDED_CORRELATED_INSTANCE on EMBEDDED_CORRELATED "
                + "(PROCESS_INSTANCE_KEY)");
    }

    void insert(Sql sql) {
        sql.update("insert into EMBEDDED_CORRELATED values (?, ?, ?, ?, ?, ?, ?, ?, ?)", messageKey, subscriptionKey,
                name, correlationKey, processInstanceKey, processDefinitionId, elementId, elementInstanceKey,
                time.toEpochMilli());
    }

    static List<CorrelatedMessage> all(Sql sql) {
        return sql.query(row -> new CorrelatedMessage(row.getLong("MESSAGE_KEY"), row.getLong("SUBSCRIPTION_KEY"),
                row.getString("NAME"), row.getString("CORRELATION_KEY"), row.getLong("PROCESS_INSTANCE_KEY"),
                row.getString("PROCESS_DEFINITION_ID"), row.getString("ELEMENT_ID"),
                row.getLong("ELEMENT_INSTANCE_KEY"), Instant.ofEpochMilli(row.getLong("CORRELATED_AT"))),
                "select * from EMBEDDED_CORRELATED order by CORRELATED_AT");
    }

    static void deleteOf(Sql sql, String processInstanceId) {
        sql.update("delete from EMBEDDED_CORRELATED where PROCESS_INSTANCE_KEY = ?", Long.parseLong(processInstanceId));
    }

    static void clear(Sql sql) {
        sql.update("delete from EMBEDDED_CORRELATED");
    }
}
