package lifeboat.embedded.engine;

import java.util.function.Supplier;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.operaton.bpm.engine.impl.interceptor.Command;

/**
 * Runs commands so that two on the same process instance follow each other: one at a time here, and again from the
 * start where a timer or a continuation of the engine came first.
 */
public class Commands {

    private static final int ATTEMPTS = 20;
    private static final int STRIPES = 64;

    private final ProcessEngineConfigurationImpl configuration;
    private final Object[] stripes = new Object[STRIPES];

    public Commands(ProcessEngineConfigurationImpl configuration) {
        this.configuration = configuration;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /** Whether the database is H2, which has to be told which index to use. */
    public boolean isOnH2() {
        return DbSqlSessionFactory.H2.equals(configuration.getDatabaseType());
    }

    public <T> T onInstance(String processInstanceId, Supplier<T> command) {
        synchronized (stripes[Math.floorMod(processInstanceId.hashCode(), STRIPES)]) {
            return again(command);
        }
    }

    /** Everything in {@code command} happens in one transaction. */
    public <T> T inTransaction(Command<T> command) {
        return again(() -> once(command));
    }

    /** The same, for a caller who tries again. */
    public <T> T once(Command<T> command) {
        return configuration.getCommandExecutorTxRequired().execute(command);
    }

    private static <T> T again(Supplier<T> command) {
        for (int attempt = 1; ; attempt++) {
            try {
                return command.get();
            } catch (OptimisticLockingException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
