package lifeboat.embedded.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.operaton.bpm.engine.impl.cfg.TransactionState;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.event.EventType;
import org.operaton.bpm.engine.impl.interceptor.Session;
import org.operaton.bpm.engine.impl.interceptor.SessionFactory;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionManager;

/** Tells the name of each subscription to a message that a running instance opened, once that is committed. */
public class OpenedSubscriptions implements SessionFactory {

    private final List<Consumer<String>> receivers = new CopyOnWriteArrayList<>();

    public void subscribe(Consumer<String> receiver) {
        receivers.add(receiver);
    }

    @Override
    public Class<?> getSessionType() {
        return EventSubscriptionManager.class;
    }

    @Override
    public Session openSession() {
        return new EventSubscriptionManager() {

            @Override
            public void insert(EventSubscriptionEntity subscription) {
                super.insert(subscription);
                if (subscription.isSubscriptionForEventType(EventType.MESSAGE)
                        && subscription.getExecutionId() != null) {
                    Context.getCommandContext().getTransactionContext().addTransactionListener(
                            TransactionState.COMMITTED, context ->
                                    receivers.forEach(receiver -> receiver.accept(subscription.getEventName())));
                }
            }
        };
    }
}
