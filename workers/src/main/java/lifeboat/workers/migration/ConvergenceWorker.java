package lifeboat.workers.migration;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.api.response.ActivatedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides where the process of an interrupted migration runs, and brings everything there. What the users wait for is
 * tried for as long as it takes; what they do not wait for is tried a few times, and then left to the process
 * {@code leftover}.
 */
@Component
public class ConvergenceWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ConvergenceWorker.class);
    /** A main site that was silent for so long is lost, for the report; if it answers again, the process runs there. */
    private static final Duration SITE_LOST_AFTER = Duration.ofSeconds(45);

    private final Steps steps;
    private final Decision decision;
    private final Convergence convergence;
    private final Interruptions interruptions;
    private final Undecided undecided;
    private final MainProcess main;
    private final LostProcesses lostProcesses;
    private final Waiting silence = new Waiting();

    ConvergenceWorker(Steps steps, Decision decision, Convergence convergence, Interruptions interruptions,
            Undecided undecided, MainProcess main, LostProcesses lostProcesses) {
        this.main = main;
        this.lostProcesses = lostProcesses;
        this.steps = steps;
        this.decision = decision;
        this.convergence = convergence;
        this.interruptions = interruptions;
        this.undecided = undecided;
    }

    /** The step that was interrupted may still be at it: the PMCs refuse what of it comes too late. */
    @JobWorker(type = JobType.DECIDE)
    public Map<String, Object> decide(ActivatedJob job, @Variable MigrationPlan plan, @Variable Failure error)
            throws DeviceException {
        interruptions.bar(plan.migrationId());
        Outcome outcome = decided(job, plan);
        return Map.of(SessionMigration.VARIABLE_OUTCOME, outcome, SessionMigration.VARIABLE_FAILURE,
                Objects.requireNonNullElse(error, Failure.UNKNOWN));
    }

    private Outcome decided(ActivatedJob job, MigrationPlan plan) throws DeviceException {
        try {
            Outcome outcome = steps.alone(job, () -> decision.of(plan));
            undecided.forget(plan);
            return outcome;
        } catch (DeviceException e) {
            undecided.tell(plan, e.getMessage());
            throw e;
        }
    }

    @JobWorker(type = JobType.CONVERGE_SERVICE)
    public Map<String, Object> convergeService(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable Outcome outcome) throws DeviceException {
        try {
            Served served = steps.ask(job, plan, () -> convergence.service(plan, outcome));
            silence.forget(plan.migrationId());
            return Map.of(SessionMigration.VARIABLE_PLAN, served.plan(), SessionMigration.VARIABLE_OUTCOME,
                    served.outcome(), SessionMigration.VARIABLE_LEFT_SERVICE, served.left());
        } catch (DeviceException.Unreachable e) {
            if (outcome != Outcome.ROLLED_BACK || !silence.isLongerThan(SITE_LOST_AFTER, plan.migrationId())) {
                throw e;
            }
            silence.forget(plan.migrationId());
            return Map.of(SessionMigration.VARIABLE_OUTCOME, Outcome.SITE_LOST);
        }
    }

    @JobWorker(type = JobType.CONVERGE_USERS)
    public void convergeUsers(ActivatedJob job, @Variable MigrationPlan plan, @Variable Outcome outcome)
            throws DeviceException {
        if (!outcome.isLost()) {
            steps.requireLease(job);
            steps.run(job, plan, () -> convergence.users(plan, outcome));
        }
    }

    @JobWorker(type = JobType.CONVERGE_COPIES)
    public Map<String, Object> convergeCopies(ActivatedJob job, @Variable MigrationPlan plan,
            @Variable Outcome outcome, @Variable List<String> leftService) throws DeviceException {
        boolean runs = !outcome.isLost() && (leftService == null || leftService.isEmpty());
        return Map.of(SessionMigration.VARIABLE_LEFT_COPIES, steps.alone(job,
                () -> convergence.copies(plan, outcome, runs)));
    }

    @JobWorker(type = JobType.CONVERGE_PATH)
    public Map<String, Object> convergePath(ActivatedJob job, @Variable MigrationPlan plan) throws DeviceException {
        steps.requireLease(job);
        return Map.of(SessionMigration.VARIABLE_LEFT_PATHS, steps.alone(job, () -> convergence.path(plan)));
    }

    @JobWorker(type = JobType.CONVERGE_VLAN)
    public Map<String, Object> convergeVlan(ActivatedJob job, @Variable MigrationPlan plan, @Variable Outcome outcome)
            throws DeviceException {
        steps.requireLease(job);
        return Map.of(SessionMigration.VARIABLE_LEFT_VLANS, steps.alone(job,
                () -> convergence.vlan(plan, outcome != Outcome.MIGRATED)));
    }

    /** The process {@code leftover}: everything once more, some time after the report. */
    @JobWorker(type = JobType.LOOK_AGAIN)
    public Map<String, Object> lookAgain(ActivatedJob job, @Variable MigrationPlan plan, @Variable Outcome outcome,
            @Variable Reservation reservation) throws DeviceException {
        steps.requireLease(job);
        Map<String, Object> variables = new HashMap<>();
        List<String> left = steps.alone(job, () -> plan == null ? convergence.giveBack(reservation)
                : outcome == null ? settle(plan, variables) : lookAgain(plan, outcome, variables));
        variables.put(SessionMigration.VARIABLE_LEFT, left);
        variables.put(SessionMigration.VARIABLE_LEFT_TEXT, String.join("\n", left));
        return variables;
    }

    /** A migration that was cancelled: where its process runs is still to be decided, once. */
    private List<String> settle(MigrationPlan plan, Map<String, Object> variables) {
        interruptions.bar(plan.migrationId());
        try {
            Outcome outcome = convergence.isAnothers(plan) ? Outcome.ROLLED_BACK : main.whole(plan, decision.of(plan));
            undecided.forget(plan);
            variables.put(SessionMigration.VARIABLE_OUTCOME, outcome);
            return lookAgain(plan, outcome, variables);
        } catch (DeviceException e) {
            undecided.tell(plan, e.getMessage());
            return List.of(e.getMessage());
        }
    }

    private List<String> lookAgain(MigrationPlan plan, Outcome outcome, Map<String, Object> variables) {
        Served served = convergence.again(plan, outcome);
        if (outcome == Outcome.SITE_LOST && served.isRunning()) {
            String report = "Migration %s: site %s answers again, and service %s runs at site %s.".formatted(
                    plan.migrationId(), plan.source().site(), plan.service(),
                    plan.placeAfter(served.outcome()).site());
            LOG.info(report);
            variables.put(SessionMigration.VARIABLE_REPORT, report);
        }
        if (!served.isRunning()) {
            lostProcesses.tell(plan, null);
        }
        List<String> left = new ArrayList<>(served.left());
        left.addAll(convergence.copies(served.plan(), served.outcome(), served.isRunning()));
        left.addAll(convergence.path(plan));
        left.addAll(convergence.vlan(plan, true));
        left.addAll(convergence.notSaved(plan));
        return left;
    }
}
