package lifeboat.embedded.message;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lifeboat.embedded.engine.Sql;

/** The messages that wait for a subscription, and the processes that already have them. */
class MessageBuffer {

    static void create(Sql sql) {
        sql.update("create table if not exists EMBEDDED_MESSAGE (MESSAGE_KEY bigint primary key, "
                + "NAME varchar(1000), CORRELATION_KEY varchar(1000), MESSAGE_ID varchar(1000), DEADLINE bigint, "
                + "VARIABLES text)");
        sql.update("create table if not exists EMBEDDED_CORRELATION (MESSAGE_KEY bigint, PROCESS_ID varchar(1000))");
    }

    private final Sql sql;

    MessageBuffer(Sql sql) {
        this.sql = sql;
    }

    boolean contains(String name, String correlationKey, String id, Instant now) {
        return !sql.query(row -> row.getLong(1), "select MESSAGE_KEY from EMBEDDED_MESSAGE where NAME = ? "
                + "and CORRELATION_KEY = ? and MESSAGE_ID = ? and DEADLINE > ?", name, correlationKey, id,
                now.toEpochMilli()).isEmpty();
    }

    void add(Message message) {
        sql.update("insert into EMBEDDED_MESSAGE (MESSAGE_KEY, NAME, CORRELATION_KEY, MESSAGE_ID, DEADLINE, VARIABLES) "
                + "values (?, ?, ?, ?, ?, ?)", message.key(), message.name(), message.correlationKey(), message.id(),
                message.deadline().toEpochMilli(), message.variables());
        message.correlatedTo().forEach(process -> correlated(message, process));
    }

    void correlated(Message message, String process) {
        sql.update("insert into EMBEDDED_CORRELATION (MESSAGE_KEY, PROCESS_ID) values (?, ?)", message.key(), process);
    }

    void removeExpired(Instant now) {
        sql.update("delete from EMBEDDED_MESSAGE where DEADLINE <= ?", now.toEpochMilli());
        sql.update("delete from EMBEDDED_CORRELATION where MESSAGE_KEY not in "
                + "(select MESSAGE_KEY from EMBEDDED_MESSAGE)");
    }

    /** All of them, oldest first. */
    List<Message> all() {
        return sql.query(row -> new Message(row.getLong("MESSAGE_KEY"), row.getString("NAME"),
                row.getString("CORRELATION_KEY"), row.getString("MESSAGE_ID"),
                Instant.ofEpochMilli(row.getLong("DEADLINE")), row.getString("VARIABLES"),
                correlatedTo(row.getLong("MESSAGE_KEY"))), "select * from EMBEDDED_MESSAGE order by MESSAGE_KEY");
    }

    private Set<String> correlatedTo(long messageKey) {
        return new HashSet<>(sql.query(row -> row.getString(1),
                "select PROCESS_ID from EMBEDDED_CORRELATION where MESSAGE_KEY = ?", messageKey));
    }

    void clear() {
        sql.update("delete from EMBEDDED_MESSAGE");
        sql.update("delete from EMBEDDED_CORRELATION");
    }
}
