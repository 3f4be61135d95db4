package lifeboat.workers.migration;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.filter.VariableFilter;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.search.response.Variable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.evidence.record.Fact.ServiceHealth;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.evidence.CurrentMigration;
import lifeboat.workers.evidence.MigrationEvidence;
import lifeboat.workers.evidence.MigrationMilestones;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A migration that was cancelled in the engine stops wherever it is: no step of its process runs any more. What it had
 * begun is settled by the process {@code leftover}, and what it had taken is given back.
 */
@Component
class CancelledMigrations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CancelledMigrations.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AS_A_CONTROLLER_MAY_BE_GONE = Duration.ofDays(1);
    private static final int MOST_VARIABLES = 1000;

    /** What ends may be found later, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final CamundaClient client;
    private final Leftovers leftovers;
    private final Planner planner;
    private final Interruptions interruptions;
    private final Decision decision;
    private final MainProcess main;
    private final Convergence convergence;
    private final CurrentMigration current;
    private final MigrationEvidence evidence;
    private final MigrationMilestones milestones;
    private final Soon soon;
    private final Set<Long> seen = new HashSet<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cancelled-migrations");
        thread.setDaemon(true);
        return thread;
    });
    private OffsetDateTime since = OffsetDateTime.now().minus(AS_A_CONTROLLER_MAY_BE_GONE);

    CancelledMigrations(CamundaClient client, Leftovers leftovers, Planner planner,
            Interruptions interruptions, Decision decision, MainProcess main, Convergence convergence,
            CurrentMigration current, MigrationEvidence evidence, MigrationMilestones milestones, Soon soon) {
        this.soon = soon;
        this.current = current;
        this.evidence = evidence;
        this.milestones = milestones;
        this.interruptions = interruptions;
        this.decision = decision;
        this.main = main;
        this.convergence = convergence;
        this.client = client;
        this.leftovers = leftovers;
        this.planner = planner;
    }

    @EventListener(ApplicationReadyEvent.class)
    void watch() {
        watch.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        OffsetDateTime now = OffsetDateTime.now();
        try {
            client.newProcessInstanceSearchRequest().filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION)
                    .state(ProcessInstanceState.TERMINATED).endDate(date -> date.gte(since))).send().join().items()
                    .stream().map(ProcessInstance::getProcessInstanceKey).filter(key -> !seen.contains(key))
                    .forEach(this::settleIfPossible);
            since = now.minus(OVERLAP);
        } catch (RuntimeException e) {
            LOG.info("It cannot be seen yet which migrations were cancelled: {}", e.getMessage());
        }
    }

    /** One that cannot be settled is tried again, and does not keep others from it. */
    private void settleIfPossible(long key) {
        try {
            settle(key);
        } catch (RuntimeException e) {
            LOG.warn("Migration {}, which was cancelled, cannot be settled yet", key, e);
        }
    }

    private void settle(long key) {
        try (CurrentMigration.Entered entered = current.enter(String.valueOf(key), null)) {
            Object service = settleEntered(key);
            milestones.cancelled(key, SessionMigration.VARIABLE_INTERVENTIONS);
            evidence.sign();
            health(key, service);
            evidence.sign();
        }
        seen.add(key);
    }

    /** For as long as a look may take: others may wait to be settled. */
    private void health(long key, Object service) {
        try {
            soon.ask("look at all devices of service %s".formatted(service),
                    () -> milestones.health(ServiceHealth.AFTER, key, service)).ifPresent(evidence::write);
        } catch (DeviceException e) {
            LOG.warn("Where service {} is now cannot be told: {}", service, e.getMessage());
        }
    }

    /** @return the service's name; null if it is not known */
    private Object settleEntered(long key) {
        LOG.warn("Migration {} was cancelled: what it has begun is settled, and what it has taken is given back", key);
        Map<String, Variable> variables = variables(f -> f.processInstanceKey(key).scopeKey(key))
                .collect(Collectors.toMap(Variable::getName, Function.identity()));
        if (variables.containsKey(SessionMigration.VARIABLE_PLAN)) {
            MigrationPlan plan = value(variables, SessionMigration.VARIABLE_PLAN, MigrationPlan.class);
            leftovers.lookAfterCancelled(plan);
            serve(plan);
        } else if (value(variables, SessionMigration.VARIABLE_SERVICE, Object.class) instanceof String service) {
            variables(f -> f.processInstanceKey(key).name(SessionMigration.VARIABLE_NONCE))
                    .map(nonce -> value(nonce, String.class)).filter(Objects::nonNull)
                    .forEach(nonce -> planner.abandon(key, nonce, service));
        }
        return value(variables, SessionMigration.VARIABLE_SERVICE, Object.class);
    }

    private Stream<Variable> variables(Consumer<VariableFilter> which) {
        return client.newVariableSearchRequest().filter(which).page(page -> page.limit(MOST_VARIABLES))
                .withFullValues().send().join().items().stream();
    }

    /** Users may wait for it. What cannot be done at once, {@code leftover} does. */
    private void serve(MigrationPlan plan) {
        interruptions.bar(plan.migrationId());
        try {
            if (!convergence.isAnothers(plan)) {
                Served served = convergence.service(plan, main.whole(plan, decision.of(plan)));
                if (served.isRunning()) {
                    convergence.users(served.plan(), served.outcome());
                }
            }
        } catch (DeviceException e) {
            LOG.warn("Migration {}, which was cancelled, is settled later: {}", plan.migrationId(), e.getMessage());
        }
    }

    /** @return null if there is none */
    private <T> T value(Map<String, Variable> variables, String name, Class<T> type) {
        Variable variable = variables.get(name);
        return variable == null ? null : value(variable, type);
    }

    private <T> T value(Variable variable, Class<T> type) {
        return client.getConfiguration().getJsonMapper().fromJson(variable.getValue(), type);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
