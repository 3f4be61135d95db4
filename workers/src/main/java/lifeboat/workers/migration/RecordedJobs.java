package lifeboat.workers.migration;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.evidence.record.Fact.ServiceHealth;
import lifeboat.evidence.record.Fact.StepBegun;
import lifeboat.evidence.record.Fact.StepEnded;
import lifeboat.evidence.record.FactJson;
import lifeboat.workers.bpmn.BpmnNames.JobType;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.evidence.CurrentMigration;
import lifeboat.workers.evidence.MigrationEvidence;
import lifeboat.workers.evidence.MigrationMilestones;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the evidence when a job worker begins, and what becomes of it, before the engine hears of that. Everything that
 * a worker does meanwhile is done for its migration.
 */
@Component
class RecordedJobs implements MethodInterceptor {

    /** After these the log is signed: what was planned, what was reported, what was done behind a report. */
    private static final Set<String> SIGNED = Set.of(JobType.PLAN_MIGRATION, JobType.REPORT, JobType.LOOK_AGAIN,
            JobType.LOOK_UNDECIDED, JobType.LOOK_LOST);

    private static final Logger LOG = LoggerFactory.getLogger(RecordedJobs.class);

    private final CurrentMigration current;
    private final MigrationEvidence evidence;
    private final MigrationMilestones milestones;
    private final Soon soon;
    private final FactJson json = new FactJson();

    RecordedJobs(CurrentMigration current, MigrationEvidence evidence, MigrationMilestones milestones, Soon soon) {
        this.soon = soon;
        this.current = current;
        this.evidence = evidence;
        this.milestones = milestones;
    }

    @Override
    public Object invoke(MethodInvocation call) throws Throwable {
        ActivatedJob job = Stream.of(call.getArguments()).filter(ActivatedJob.class::isInstance)
                .map(ActivatedJob.class::cast).findFirst().orElseThrow();
        String run = UUID.randomUUID().toString();
        try (CurrentMigration.Entered entered = current.enter(migration(job, call.getArguments()), run)) {
            record(() -> begin(job, run));
            Object result;
            try {
                requirePlan(call, job);
                result = call.proceed();
            } catch (Throwable e) {
                record(() -> end(job, failed(job, run, e), null));
                throw e;
            }
            record(() -> end(job, ended(job, run, result), result));
            return result;
        }
    }

    /** An instance that somebody started in its middle has none. Resolving its incident cannot help it. */
    private static void requirePlan(MethodInvocation call, ActivatedJob job) throws DeviceException {
        List<Class<?>> kinds = List.of(call.getMethod().getParameterTypes());
        int place = kinds.indexOf(MigrationPlan.class);
        if (place < 0 || kinds.contains(Reservation.class)) {
            return;
        }
        MigrationPlan plan = (MigrationPlan) call.getArguments()[place];
        boolean isAnothers = plan != null && ProcessId.SESSION_MIGRATION.equals(job.getBpmnProcessId())
                && !plan.migrationId().equals(String.valueOf(job.getProcessInstanceKey()));
        if (plan == null || isAnothers) {
            throw new DeviceException.Refused(("Migration %d has no plan of its own: it was not started at its "
                    + "beginning, and nothing was done. End it with 'lifeboat cancel %d', and start another.").formatted(
                            job.getProcessInstanceKey(), job.getProcessInstanceKey()));
        }
    }

    /** What is wrong with evidence is no fault of the step's: users may be waiting for it. */
    private static void record(Runnable recording) {
        try {
            recording.run();
        } catch (RuntimeException e) {
            LOG.error("What was done is not all in the evidence", e);
        }
    }

    private StepEnded ended(ActivatedJob job, String run, Object result) {
        Map<String, Object> variables = result instanceof Map<?, ?> map ? plain(map) : null;
        Optional<String> postponed = postponed(job, variables);
        return new StepEnded(job.getBpmnProcessId(), job.getElementId(), String.valueOf(job.getKey()), run,
                postponed.isPresent() ? StepEnded.LEFT_FOR_LATER : StepEnded.COMPLETED, null, postponed.orElse(null),
                variables);
    }

    /** What this step has left for later. */
    private static Optional<String> postponed(ActivatedJob job, Map<String, Object> result) {
        List<?> now = texts(result);
        return now.size() > texts(job.getVariablesAsMap()).size() ? Optional.of(String.valueOf(now.get(
                now.size() - 1))) : Optional.empty();
    }

    private static List<?> texts(Map<String, Object> variables) {
        return variables != null && variables.get(SessionMigration.VARIABLE_POSTPONED) instanceof List<?> texts ? texts
                : List.of();
    }

    private static StepEnded failed(ActivatedJob job, String run, Throwable e) {
        String how = e instanceof BpmnError ? StepEnded.REFUSED
                : e instanceof Steps.LeaseLost ? StepEnded.NOT_OURS : StepEnded.FAILED;
        String message = e instanceof BpmnError error ? error.getErrorMessage()
                : Objects.requireNonNullElse(e.getMessage(), e.toString());
        return new StepEnded(job.getBpmnProcessId(), job.getElementId(), String.valueOf(job.getKey()), run, how,
                e instanceof BpmnError error ? error.getErrorCode() : null, message, null);
    }

    /** A process beside a migration works for that one. */
    private static String migration(ActivatedJob job, Object... arguments) {
        for (Object argument : arguments) {
            if (argument instanceof MigrationPlan plan) {
                return plan.migrationId();
            } else if (argument instanceof Reservation reservation) {
                return reservation.migrationEpoch().name().split("-")[0];
            }
        }
        return String.valueOf(job.getProcessInstanceKey());
    }

    private void begin(ActivatedJob job, String run) {
        if (job.getType().equals(JobType.PLAN_MIGRATION)) {
            milestones.requested(job, SessionMigration.VARIABLE_NONCE);
        }
        evidence.write(new StepBegun(job.getBpmnProcessId(), job.getElementId(), String.valueOf(job.getKey()),
                run, job.getRetries(), job.getWorker()));
    }

    private void end(ActivatedJob job, StepEnded ended, Object result) {
        evidence.write(ended);
        boolean isCompleted = ended.isDone();
        if (job.getType().equals(JobType.PLAN_MIGRATION) && isCompleted) {
            health(ServiceHealth.BEFORE, job);
        } else if (job.getType().equals(JobType.REPORT) && isCompleted) {
            health(ServiceHealth.AFTER, job);
            milestones.reported(job, job.getVariablesAsMap().get(SessionMigration.VARIABLE_OUTCOME),
                    (Map<?, ?>) result, SessionMigration.VARIABLE_INTERVENTIONS, service(job));
        }
        if (SIGNED.contains(job.getType())) {
            evidence.sign();
        } else {
            evidence.keep();
        }
    }

    /** For as long as a look may take: the job is to end, whatever does not answer. */
    private void health(String when, ActivatedJob job) {
        try {
            soon.ask("look at all devices of service %s".formatted(service(job)),
                    () -> milestones.health(when, job.getProcessInstanceKey(), service(job)))
                    .ifPresent(evidence::write);
        } catch (DeviceException e) {
            evidence.write(new ServiceHealth(when, String.valueOf(service(job)), List.of(), List.of(), "unknown",
                    List.of(e.getMessage())));
        }
    }

    private Map<String, Object> plain(Map<?, ?> variables) {
        Map<String, Object> plain = new LinkedHashMap<>();
        variables.forEach((name, value) -> plain.put(String.valueOf(name), json.plain(value)));
        return plain;
    }

    /** As the request names it, or as the plan does. */
    private static Object service(ActivatedJob job) {
        Map<String, Object> variables = job.getVariablesAsMap();
        return variables.get(SessionMigration.VARIABLE_PLAN) instanceof Map<?, ?> plan
                ? plan.get(SessionMigration.VARIABLE_SERVICE) : variables.get(SessionMigration.VARIABLE_SERVICE);
    }
}
