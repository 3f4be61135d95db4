package lifeboat.embedded.batch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.DatabaseFailure;
import lifeboat.embedded.engine.Sql;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does batch operations item by item, each in a transaction with the note that it is done, so that none is done twice:
 * also what was left to do when the engine ended.
 */
public class BatchWorker implements AutoCloseable {

    /** What is done to an item. */
    @FunctionalInterface
    public interface Action {
        void apply(BatchItem item);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchWorker.class);
    private static final long LOOK_MILLIS = 500;
    private static final String NEXT = BatchItem.SELECTED
            + " where I.STATE = 'ACTIVE' and B.STATE = 'ACTIVE' order by I.BATCH_KEY, I.ITEM_KEY limit 1";
    private static final String END = """
            update EMBEDDED_BATCH set STATE = 'COMPLETED', ENDED_AT = ? where STATE = 'ACTIVE' and not exists
            (select 1 from EMBEDDED_BATCH_ITEM I where I.BATCH_KEY = EMBEDDED_BATCH.BATCH_KEY
            and I.STATE = 'ACTIVE')""";

    private final Commands commands;
    private final Map<BatchOperation.Type, Action> actions;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "batch-operations"));

    public BatchWorker(Commands commands, Map<BatchOperation.Type, Action> actions) {
        this.commands = commands;
        this.actions = actions;
        worker.scheduleWithFixedDelay(this::work, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void work() {
        try {
            for (Optional<BatchItem> next = next(); next.isPresent() && !worker.isShutdown(); next = next()) {
                process(next.get());
            }
            commands.inTransaction(context -> new Sql(context).update(END, ClockUtil.now().getTime()));
        } catch (RuntimeException e) {
            LOG.warn("Batch operations cannot go on; trying again in {} ms: {}", LOOK_MILLIS, e.getMessage());
        }
    }

    private Optional<BatchItem> next() {
        return commands.inTransaction(context -> new Sql(context).query(BatchItem::read, NEXT)).stream().findFirst();
    }

    private void process(BatchItem item) {
        try {
            commands.onInstance(String.valueOf(item.processInstanceKey()), () -> commands.once(context -> {
                boolean isStillWanted = end(new Sql(context), item, "COMPLETED", null) == 1;
                if (isStillWanted) {
                    actions.get(item.type()).apply(item);
                }
                return isStillWanted;
            }));
        } catch (RuntimeException e) {
            if (DatabaseFailure.in(e).isPresent()) {
                throw e;
            }
            commands.inTransaction(context -> end(new Sql(context), item, "FAILED", e.getMessage()));
        }
    }

    private static int end(Sql sql, BatchItem item, String state, String error) {
        return sql.update("update EMBEDDED_BATCH_ITEM set STATE = ?, ERROR = ?, PROCESSED_AT = ? where BATCH_KEY = ? "
                + "and ITEM_KEY = ? and STATE = 'ACTIVE'", state, error, ClockUtil.now().getTime(), item.batchKey(),
                item.itemKey());
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
