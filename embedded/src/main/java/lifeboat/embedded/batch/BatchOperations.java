package lifeboat.embedded.batch;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Sql;
import org.operaton.bpm.engine.impl.cfg.IdGenerator;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/** Takes batch operations in, and keeps them for {@link BatchWorker}. */
public class BatchOperations {

    private static final int FAILURES_TOLD = 1000;

    private final Commands commands;
    private final IdGenerator keys;

    public BatchOperations(EmbeddedEngine engine, Commands commands) {
        this.commands = commands;
        this.keys = engine.configuration().getIdGenerator();
    }

    /** What is to be done to: a process instance, or an incident of one. */
    public record Target(long key, long processInstanceKey) {
    }

    /** What a batch operation may be told besides. */
    public enum Change {
        SUSPEND(Set.of("ACTIVE"), "SUSPENDED"), RESUME(Set.of("SUSPENDED"), "ACTIVE"),
        CANCEL(Set.of("ACTIVE", "SUSPENDED"), "CANCELED");

        private final Set<String> from;
        private final String to;

        Change(Set<String> from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /**
     * Asks for something to be done to each target.
     *
     * @param plan as a JSON document, empty for none
     * @return the key of the operation
     */
    public long create(BatchOperation.Type type, List<Target> targets, String plan) {
        long key = Long.parseLong(keys.getNextId());
        commands.inTransaction(context -> {
            Sql sql = new Sql(context);
            sql.update("insert into EMBEDDED_BATCH values (?, ?, ?, ?, ?, ?)", key, type.name(), "ACTIVE",
                    ClockUtil.now().getTime(), 0L, plan);
            targets.forEach(target -> sql.update("insert into EMBEDDED_BATCH_ITEM values (?, ?, ?, ?, ?, ?)", key,
                    target.key(), target.processInstanceKey(), BatchItem.ACTIVE, null, 0L));
            return null;
        });
        return key;
    }

    public BatchOperation get(long key) {
        return find(key).orElseThrow(() -> Rejection.notFound("GET", "Batch Operation with id '%d' not found", key));
    }

    private Optional<BatchOperation> find(long key) {
        return commands.inTransaction(context -> new Sql(context).query(BatchOperation::read, BatchOperation.SELECTED,
                key)).stream().findFirst();
    }

    /** The items of it that failed. */
    public List<BatchItem> failed(long key) {
        return commands.inTransaction(context -> new Sql(context).query(BatchItem::read,
                BatchItem.SELECTED + " where I.BATCH_KEY = ? and I.STATE = 'FAILED' order by I.ITEM_KEY limit "
                        + FAILURES_TOLD, key));
    }

    /** @throws Rejection if it is not in a state for that */
    public void change(long key, Change change) {
        String word = change.name().toLowerCase(Locale.ROOT);
        BatchOperation batch = find(key).orElseThrow(() -> Rejection.notFound(change.name(), "Expected to %s a batch "
                + "operation with key '%d', but no such batch operation was found", word, key));
        boolean isDone = change.from.contains(batch.state()) && commands.inTransaction(context -> {
            Sql sql = new Sql(context);
            int changed = sql.update("update EMBEDDED_BATCH set STATE = ?, ENDED_AT = ? where BATCH_KEY = ? and "
                    + "STATE = ?", change.to, change == Change.CANCEL ? ClockUtil.now().getTime() : 0L, key,
                    batch.state());
            if (change == Change.CANCEL && changed == 1) {
                sql.update("update EMBEDDED_BATCH_ITEM set STATE = 'CANCELED' where BATCH_KEY = ? and STATE = "
                        + "'ACTIVE'", key);
            }
            return changed;
        }) == 1;
        if (!isDone) {
            throw Rejection.invalidState(change.name(), "Expected to %s a batch operation with key '%d', but it is in "
                    + "state '%s'", word, key, batch.state());
        }
    }

    /** Forgets those that ended before a point in time. */
    public void forgetEndedBefore(Instant limit) {
        forget("ENDED_AT between 1 and " + limit.toEpochMilli());
    }

    /** Forgets all of them. */
    public void purge() {
        forget("1 = 1");
    }

    private void forget(String which) {
        commands.inTransaction(context -> {
            Sql sql = new Sql(context);
            sql.update("delete from EMBEDDED_BATCH_ITEM where BATCH_KEY in (select BATCH_KEY from EMBEDDED_BATCH where "
                    + which + ")");
            return sql.update("delete from EMBEDDED_BATCH where " + which);
        });
    }
}
