package lifeboat.embedded.engine;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.cfg.TransactionState;
import org.operaton.bpm.engine.impl.context.Context;

/**
 * Passes on what happened inside a transaction, once that transaction is committed.
 *
 * @param <T> what is passed on
 */
public class AfterCommit<T> implements ExecutionListener {

    /** Reads what is to be passed on, while the transaction is open. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(DelegateExecution execution);
    }

    private final Reading<T> reading;
    private final CopyOnWriteArrayList<Consumer<T>> receivers = new CopyOnWriteArrayList<>();

    public AfterCommit(Reading<T> reading) {
        this.reading = reading;
    }

    public void subscribe(Consumer<T> receiver) {
        receivers.add(receiver);
    }

    @Override
    public void notify(DelegateExecution execution) {
        T value = reading.read(execution);
        Context.getCommandContext().getTransactionContext().addTransactionListener(TransactionState.COMMITTED,
                context -> receivers.forEach(receiver -> receiver.accept(value)));
    }
}
