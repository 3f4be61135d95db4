package lifeboat.embedded.bpmn;

import java.util.Map;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelExpressions;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * The engine opens the subscriptions of a process before it knows the variables it was started with. Their correlation
 * keys are evaluated here, when the process has started.
 */
public class DeferredSubscriptions implements ExecutionListener {

    private static final String MARK = "deferred:";

    private final Feel feel;
    private final JsonVariables json;

    public DeferredSubscriptions(Feel feel, JsonVariables json) {
        this.feel = feel;
        this.json = json;
    }

    /** A correlation key to be evaluated later. */
    static String defer(String expression) {
        return MARK + FeelExpressions.encode(expression);
    }

    @Override
    public void notify(DelegateExecution process) {
        for (EventSubscriptionEntity subscription : ((ExecutionEntity) process).getEventSubscriptions()) {
            String[] named = subscription.getEventName() == null ? new String[0]
                    : BpmnTranslator.messageAndKey(subscription.getEventName());
            if (named.length == 2 && named[1].startsWith(MARK)) {
                Map<String, Object> variables = json.values(process.getVariables());
                String name = named[0].startsWith(MARK) ? feel.evaluateText(expression(named[0]), variables) : named[0];
                subscription.setEventName(BpmnTranslator.subscriptionName(name,
                        feel.evaluateCorrelationKey(expression(named[1]), variables)));
            }
        }
    }

    private static String expression(String deferred) {
        return FeelExpressions.decode(deferred.substring(MARK.length()));
    }
}
