package lifeboat.embedded.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lifeboat.embedded.engine.Sql;

/** The messages that wait for a subscription, and the processes that already have them. */
class MessageBuffer {

    private static final String ALIVE = " DEADLINE > ? ";

    private final Sql sql;

    MessageBuffer(Sql sql) {
        this.sql = sql;
    }

    boolean contains(MessageName named, String id, Instant now) {
        return !sql.query(row -> row.getLong(1), "select MESSAGE_KEY from EMBEDDED_MESSAGE where NAME = ? "
                + "and CORRELATION_KEY = ? and MESSAGE_ID = ? and" + ALIVE, named.name(), named.correlationKey(), id,
                now.toEpochMilli()).isEmpty();
    }

    /** @return whether it was added: another one of that id may have been at the same time */
    boolean add(Message message, Instant now) {
        MessageName named = message.named();
        String id = message.id().isEmpty() ? null : message.id();
        sql.update("delete from EMBEDDED_MESSAGE where NAME = ? and CORRELATION_KEY = ? and MESSAGE_ID = ? "
                + "and DEADLINE <= ?", named.name(), named.correlationKey(), id, now.toEpochMilli());
        return sql.insert("insert into EMBEDDED_MESSAGE "
                + "(MESSAGE_KEY, NAME, CORRELATION_KEY, MESSAGE_ID, DEADLINE, VARIABLES) values (?, ?, ?, ?, ?, ?)",
                message.key(), named.name(), named.correlationKey(), id, message.deadline().toEpochMilli(),
                message.variables());
    }

    void correlated(long messageKey, String processId) {
        sql.update("insert into EMBEDDED_CORRELATION (MESSAGE_KEY, PROCESS_ID) values (?, ?)", messageKey, processId);
    }

    /** The oldest message of that name and key that the process does not have. */
    Optional<Message> oldest(MessageName named, String processId, Instant now) {
        return sql.query(row -> new Message(row.getLong("MESSAGE_KEY"), named,
                row.getString("MESSAGE_ID") == null ? "" : row.getString("MESSAGE_ID"),
                Instant.ofEpochMilli(row.getLong("DEADLINE")), row.getString("VARIABLES")),
                "select * from EMBEDDED_MESSAGE M where NAME = ? and CORRELATION_KEY = ? and" + ALIVE
                        + "and not exists (select 1 from EMBEDDED_CORRELATION C where C.MESSAGE_KEY = M.MESSAGE_KEY "
                        + "and C.PROCESS_ID = ?) order by MESSAGE_KEY limit 1",
                named.name(), named.correlationKey(), now.toEpochMilli(), processId).stream().findFirst();
    }

    /** Of all that wait. */
    List<MessageName> names() {
        return sql.query(row -> new MessageName(row.getString(1), row.getString(2)),
                "select distinct NAME, CORRELATION_KEY from EMBEDDED_MESSAGE");
    }

    void removeExpired(Instant now) {
        sql.update("delete from EMBEDDED_CORRELATION where MESSAGE_KEY in "
                + "(select MESSAGE_KEY from EMBEDDED_MESSAGE where DEADLINE <= ?)", now.toEpochMilli());
        sql.update("delete from EMBEDDED_MESSAGE where DEADLINE <= ?", now.toEpochMilli());
    }

    void clear() {
        sql.update("delete from EMBEDDED_MESSAGE");
        sql.update("delete from EMBEDDED_CORRELATION");
    }
}
