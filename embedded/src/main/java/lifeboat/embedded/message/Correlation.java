package lifeboat.embedded.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.feel.FeelIoMapping;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.runtime.EventSubscription;
import org.operaton.bpm.engine.runtime.ProcessInstance;

/**
 * Hands messages to those who wait for them, in the transaction of the command that runs: to running instances, and to
 * start events, which start at most one instance for a correlation key at a time. A process gets a message once.
 */
class Correlation {

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final JsonVariables json;
    private final EmbeddedEngine engine;

    Correlation(EmbeddedEngine engine) {
        this.engine = engine;
        this.runtime = engine.operaton().getRuntimeService();
        this.repository = engine.operaton().getRepositoryService();
        this.json = engine.json();
    }

    /** Hands a message to every process that waits for it. */
    List<CorrelatedMessage> correlate(Message message) {
        List<CorrelatedMessage> correlated = new ArrayList<>();
        Set<String> processes = new HashSet<>();
        for (EventSubscription subscription : waiting(message.named())) {
            if (!processes.contains(processId(subscription))) {
                handOver(message, subscription).ifPresent(correlated::add);
                processes.add(processId(subscription));
            }
        }
        for (EventSubscription subscription : starting(message.named())) {
            if (processes.add(processId(subscription))) {
                correlated.add(start(message, subscription));
            }
        }
        return correlated;
    }

    /** Hands the oldest message of a name that is left to one process that waits for it. */
    Optional<CorrelatedMessage> correlateNext(MessageName named, MessageBuffer buffer) {
        for (EventSubscription subscription : waiting(named)) {
            Optional<CorrelatedMessage> correlated = next(named, subscription, buffer)
                    .flatMap(message -> handOver(message, subscription));
            if (correlated.isPresent()) {
                buffer.correlated(correlated.get().messageKey(), processId(subscription));
                return correlated;
            }
        }
        for (EventSubscription subscription : starting(named)) {
            Optional<CorrelatedMessage> started = next(named, subscription, buffer)
                    .map(message -> start(message, subscription));
            if (started.isPresent()) {
                buffer.correlated(started.get().messageKey(), processId(subscription));
                return started;
            }
        }
        return Optional.empty();
    }

    private Optional<Message> next(MessageName named, EventSubscription subscription, MessageBuffer buffer) {
        return buffer.oldest(named, processId(subscription), engine.clock().now());
    }

    /** The messages that start the latest version of a process. */
    static List<String> startingMessages(CommandContext context, String processId) {
        ProcessDefinitionEntity latest = context.getProcessDefinitionManager()
                .findLatestProcessDefinitionByKey(processId);
        return latest == null ? List.of() : context.getEventSubscriptionManager()
                .findEventSubscriptionsByConfiguration("message", latest.getId()).stream()
                .map(EventSubscriptionEntity::getEventName).toList();
    }

    /** Running instances, who waits longest first. */
    private List<EventSubscription> waiting(MessageName named) {
        return subscriptions(named.subscription()).stream()
                .filter(subscription -> subscription.getExecutionId() != null).toList();
    }

    /** Start events that may start an instance now. */
    private List<EventSubscription> starting(MessageName named) {
        return subscriptions(named.name()).stream().filter(subscription -> subscription.getExecutionId() == null)
                .filter(subscription -> !isRunning(processId(subscription), named.correlationKey())).toList();
    }

    private List<EventSubscription> subscriptions(String name) {
        return runtime.createEventSubscriptionQuery().eventType("message").eventName(name).orderByCreated().asc()
                .list();
    }

    private boolean isRunning(String processId, String correlationKey) {
        return !correlationKey.isEmpty() && runtime.createProcessInstanceQuery().processDefinitionKey(processId)
                .processInstanceBusinessKey(correlationKey).count() > 0;
    }

    private CorrelatedMessage start(Message message, EventSubscription subscription) {
        ProcessDefinition process = process(subscription);
        ProcessInstance instance = runtime.createMessageCorrelation(message.named().name())
                .processDefinitionId(process.getId())
                .processInstanceBusinessKey(message.named().correlationKey())
                .setVariables(json.stored("PUBLISH", message.variables()))
                .correlateStartMessage();
        return correlated(message, subscription, instance.getId(), process.getId(), 0);
    }

    /** @return empty if it has ended since */
    private Optional<CorrelatedMessage> handOver(Message message, EventSubscription subscription) {
        ExecutionEntity waiting = ((EventSubscriptionEntity) subscription).getExecution();
        if (waiting == null) {
            return Optional.empty();
        }
        CorrelatedMessage correlated = correlated(message, subscription, waiting.getProcessInstanceId(),
                waiting.getProcessDefinitionId(), Keys.ofElementInstance(waiting.getActivityInstanceId()));
        deliver(subscription, waiting, json.stored("PUBLISH", message.variables()));
        return Optional.of(correlated);
    }

    /** The variables go to the process, unless the event's output mappings say what does. */
    private void deliver(EventSubscription subscription, ExecutionEntity waiting, Map<String, Object> variables) {
        ActivityImpl event = waiting.getProcessDefinition().findActivity(subscription.getActivityId());
        boolean isMapped = event.getIoMapping() instanceof FeelIoMapping mapping && mapping.hasOutputs();
        if (!isMapped) {
            engine.eventVariables().bring(variables, () -> runtime.messageEventReceived(subscription.getEventName(),
                    subscription.getExecutionId(), variables));
        } else if (event.equals(waiting.getActivity())) {
            waiting.setVariablesLocal(variables);
            runtime.messageEventReceived(subscription.getEventName(), subscription.getExecutionId());
        } else {
            engine.eventVariables().bring(variables, () -> runtime.messageEventReceived(subscription.getEventName(),
                    subscription.getExecutionId()));
        }
    }

    private CorrelatedMessage correlated(Message message, EventSubscription subscription, String processInstanceId,
            String processDefinitionId, long elementInstanceKey) {
        return new CorrelatedMessage(message.key(), Long.parseLong(subscription.getId()), message.named().name(),
                message.named().correlationKey(), Long.parseLong(processInstanceId), processDefinitionId,
                subscription.getActivityId(), elementInstanceKey, engine.clock().now());
    }

    /** The process id of the process that waits. */
    private String processId(EventSubscription subscription) {
        return process(subscription).getKey();
    }

    private ProcessDefinition process(EventSubscription subscription) {
        EventSubscriptionEntity entity = (EventSubscriptionEntity) subscription;
        return repository.getProcessDefinition(entity.getExecutionId() == null ? entity.getConfiguration()
                : entity.getExecution().getProcessDefinitionId());
    }
}
