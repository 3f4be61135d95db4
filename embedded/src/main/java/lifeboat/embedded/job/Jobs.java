package lifeboat.embedded.job;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.CaughtErrors;
import lifeboat.embedded.bpmn.JobDefinition;
import lifeboat.embedded.bpmn.ListenedElement;
import lifeboat.embedded.bpmn.ListenedUserTask;
import lifeboat.embedded.bpmn.Listener;
import lifeboat.embedded.bpmn.ListenerResult;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.DatabaseFailure;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Ids;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.engine.RootCause;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.variable.EventVariables;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.ExternalTaskService;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.exception.NotFoundException;
import org.operaton.bpm.engine.externaltask.ExternalTask;
import org.operaton.bpm.engine.externaltask.LockedExternalTask;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Zeebe's job commands on Operaton's external tasks. A job is held by one worker until its deadline, but anyone may
 * complete it; a job without retries, or whose error nobody catches, waits in an incident.
 */
public class Jobs {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    /** What clients of the gateway take, less what is not a job. */
    private static final long LARGEST_MESSAGE = 4 * 1024 * 1024 - 4096;
    /** The worker of a job that waits for its back-off to end. */
    private static final String BACKING_OFF = JsonVariables.HIDDEN + "backing-off";
    private static final String RETRIES = JsonVariables.HIDDEN + "retries:";
    private static final String CORRECTIONS = JsonVariables.HIDDEN + "corrections:";
    private static final String COMPLETION = JsonVariables.HIDDEN + "completion:";
    /** An error without a code, which the engine does not know: whoever catches every error catches it. */
    private static final String NO_CODE = JsonVariables.HIDDEN + "no-code";
    private static final Duration LOCK_OF_A_COMMAND = Duration.ofMinutes(1);

    private final ExternalTaskService tasks;
    private final RuntimeService runtime;
    private final ProcessDefinitions processes;
    private final JsonVariables json;
    private final EventVariables eventVariables;
    private final Commands commands;
    private final InstancesOfJobs instances = new InstancesOfJobs();

    public Jobs(EmbeddedEngine engine, Commands commands) {
        this.tasks = engine.operaton().getExternalTaskService();
        this.runtime = engine.operaton().getRuntimeService();
        this.processes = new ProcessDefinitions(engine, commands);
        this.json = engine.json();
        this.eventVariables = engine.eventVariables();
        this.commands = commands;
    }

    /** Takes up to {@code max} jobs for {@code worker}, oldest first, as many as fit into one message. */
    public List<ActivatedJob> activate(String type, String worker, Duration timeout, int max,
            Collection<String> fetchVariables) {
        List<ActivatedJob> taken = new ArrayList<>();
        long size = 0;
        for (LockedExternalTask task : tasks.fetchAndLock().workerId(worker).maxTasks(max).orderByCreateTime().asc()
                .subscribe().topic(type, timeout.toMillis()).execute()) {
            ActivatedJob job = activated(task, fetchVariables);
            size += job.size();
            if (size <= LARGEST_MESSAGE) {
                taken.add(job);
            } else if (taken.isEmpty()) {
                raiseTooLarge(job);
                size = 0;
            } else {
                release(job);
            }
        }
        return taken;
    }

    static boolean isTooLarge(ActivatedJob job) {
        return job.size() > LARGEST_MESSAGE;
    }

    /** No worker will ever get it, so it waits for an operator. */
    void raiseTooLarge(ActivatedJob job) {
        try {
            onJob("ACTIVATE", "activate", job.key(), task -> park(task, IncidentType.MESSAGE_SIZE_EXCEEDED.mark(
                    ("The job with key '%s' can not be activated, because with %d bytes it is larger than a message "
                            + "may be (%d bytes). Try to reduce the size by reducing the number of fetched variables "
                            + "or modifying the variable values.").formatted(task.getId(), job.size(),
                            LARGEST_MESSAGE))));
        } catch (Rejection e) {
            LOG.debug("Job {} is not there any more", job.key());
        }
    }

    /** Takes a job that is being created, in the same transaction. */
    ActivatedJob take(ExternalTaskEntity task, ExecutionEntity execution, JobConsumer consumer) {
        task.lock(consumer.worker(), consumer.timeout().toMillis());
        return activated(task, execution.getVariables(), consumer.fetchVariables());
    }

    /** Gives a job back that could not be delivered. */
    public void release(ActivatedJob job) {
        try {
            tasks.unlock(String.valueOf(job.key()));
        } catch (NotFoundException e) {
            // completed or cancelled meanwhile: nothing to give back
        }
    }

    /** The types of which there is a job to take now. */
    public Set<String> waitingTypes() {
        return Set.copyOf(tasks.getTopicNames(false, true, true));
    }

    /** The jobs with the given ids that are not done, in that order. */
    public List<OpenJob> open(List<String> ids) {
        return Ids.inOrder(ids, all -> tasks.createExternalTaskQuery().externalTaskIdIn(Set.copyOf(all)).list(),
                ExternalTask::getId).stream().map(this::open).toList();
    }

    /** The condition for a row of the engine's table to be a job in state CREATED. */
    public String created() {
        return ("coalesce(RETRIES_, 1) <> 0 and not (coalesce(WORKER_ID_, '') = '%s' "
                + "and LOCK_EXP_TIME_ > timestamp '%s')").formatted(BACKING_OFF,
                        new Timestamp(ClockUtil.now().getTime()));
    }

    private OpenJob open(ExternalTask task) {
        ActivityImpl element = element(task);
        return new OpenJob(task, retries(task.getRetries()), headers(element),
                Listener.of(element, task.getPriority()), hasIncident(task) ? stateWithIncident(task)
                : isBackingOff(task) ? "FAILED" : "CREATED");
    }

    /** @param result of the job of a task listener */
    public void complete(long key, String variables, ListenerResult result) {
        Map<String, Object> stored = json.stored("COMPLETE", variables);
        onJob("COMPLETE", "complete", key, task -> {
            refuseIfNotOffered("COMPLETE", "complete", task);
            refuseResult(task, listener(task).map(Listener::event), stored, result);
            complete(task, stored, result);
        }, failure -> failedMapping(failure, variables, result));
    }

    private static void refuseResult(ExternalTask task, Optional<Listener.Event> event, Map<String, Object> variables,
            ListenerResult result) {
        if (event.filter(Listener.Event::isOfTask).isEmpty()) {
            refuse(!result.equals(ListenerResult.NONE), "Expected to complete a job without a result, but it is not "
                    + "the job of a task listener %s", task);
        } else {
            refuse(!variables.isEmpty(), "Task Listener job completion with variables payload provided is not yet "
                    + "supported %s.", task);
            refuse(result.denied() && event.get() == Listener.Event.CREATING, "Denying result is not supported for "
                    + "'CREATING' task listener jobs %s.", task);
            refuse(result.denied() && !result.corrections().isEmpty(), "Expected to complete task listener job with "
                    + "corrections, but the job result is denied %s.", task);
        }
    }

    /** @param reason with a place for which job it is */
    private static void refuse(boolean isWrong, String reason, ExternalTask task) {
        if (isWrong) {
            throw Rejection.invalidArgument("COMPLETE", reason, "(job key '%s', type '%s', processInstanceKey '%s')"
                    .formatted(task.getId(), task.getTopicName(), task.getProcessInstanceId()));
        }
    }

    /** @param backOff how long the job waits before it is handed out again */
    public void fail(long key, int retries, String message, Duration backOff, String variables) {
        Map<String, Object> stored = json.stored("FAIL", variables);
        onJob("FAIL", "fail", key, task -> {
            refuseIfNotOffered("FAIL", "fail", task);
            IncidentType type = listener(task).map(listener -> listener.event().isOfTask()
                    ? IncidentType.TASK_LISTENER_NO_RETRIES : IncidentType.EXECUTION_LISTENER_NO_RETRIES)
                    .orElse(IncidentType.JOB_NO_RETRIES);
            String text = retries > 0 ? message
                    : type.mark(message.isEmpty() ? "No more retries left." : message);
            tasks.handleFailure(task.getId(), owner(task), text, text, Math.max(0, retries), backOff.toMillis(),
                    Map.of(), stored);
            if (retries > 0 && backOff.toMillis() > 0) {
                Context.getCommandContext().getExternalTaskManager().findExternalTaskById(task.getId())
                        .setWorkerId(BACKING_OFF);
            }
        });
    }

    public void throwError(long key, String code, String message, String variables) {
        Map<String, Object> stored = json.stored("THROW_ERROR", variables);
        onJob("THROW_ERROR", "throw an error for", key, task -> {
            refuseIfNotOffered("THROW_ERROR", "throw an error for", task);
            listener(task).ifPresent(listener -> {
                throw Rejection.invalidState("THROW_ERROR", "Cannot throw BPMN error from %s job with key '%d', type "
                        + "'%s' and processInstanceKey '%s'", Listener.kind(Optional.of(listener.event())), key,
                        task.getTopicName(), task.getProcessInstanceId());
            });
            eventVariables.bring(stored, () -> tasks.handleBpmnError(task.getId(), owner(task),
                    code.isEmpty() ? NO_CODE : code, message.isEmpty() ? null : message));
        }, failure -> CaughtErrors.isUncaught(failure) ? Optional.of(task -> park(task,
                IncidentType.UNHANDLED_ERROR_EVENT.mark(CaughtErrors.uncaught(code, message, element(task)))))
                : Optional.empty());
    }

    public void updateRetries(long key, int retries) {
        if (retries < 1) {
            throw Rejection.invalidArgument("UPDATE_RETRIES",
                    "Expected to update retries for job with key '%d' with a positive amount of retries, but the "
                            + "amount given was '%d'", key, retries);
        }
        onJob("UPDATE_RETRIES", "update retries for", key, task -> {
            if (hasIncident(task)) {
                note(task, RETRIES, String.valueOf(retries));
            } else {
                tasks.setRetries(task.getId(), retries);
            }
        });
    }

    public void updateTimeout(long key, Duration timeout) {
        onJob("UPDATE_TIMEOUT", "update the timeout of", key, task -> {
            if (!isLocked(task) || isBackingOff(task)) {
                throw Rejection.invalidState("UPDATE_TIMEOUT", "Expected to update the timeout of job with key '%d', "
                        + "but it is not active", key);
            }
            tasks.extendLock(task.getId(), owner(task), timeout.toMillis());
        });
    }

    /** Lets a job go on whose incident was resolved. */
    public void resume(String taskId, long incidentKey) {
        onJob("RESOLVE", "resolve the incident of", Long.parseLong(taskId), task -> {
            String completion = takeNote(task, COMPLETION);
            String retries = takeNote(task, RETRIES);
            if (retries == null || Integer.parseInt(retries) < 1) {
                throw Rejection.notFound("RESOLVE", "Expected to resolve incident with key '%d', but job with key '%s' "
                        + "has no retries left. Please update the job retries and retry resolving the incident",
                        incidentKey, task.getId());
            }
            tasks.setRetries(task.getId(), Integer.parseInt(retries));
            if (completion == null) {
                tasks.unlock(task.getId());
            } else {
                complete(task, json.stored("COMPLETE", completion), takeResult(task));
            }
        }, failure -> DatabaseFailure.in(failure).isPresent() ? Optional.empty() : Optional.of(task -> {
            if (feelFailure(failure).isEmpty() && listener(task).isEmpty()) {
                throw failure;
            }
            // what failed fails still: everything is as it was, and so is the incident
        }));
    }

    private void complete(ExternalTask task, Map<String, Object> stored, ListenerResult result) {
        if (listener(task).isPresent()) {
            ListenedElement.complete(Context.getCommandContext().getExternalTaskManager()
                    .findExternalTaskById(task.getId()), stored, result);
            return;
        }
        boolean mapped = element(task).getProperties().get(JobDefinition.KEY).hasOutputs();
        tasks.complete(task.getId(), owner(task), mapped ? Map.of() : stored, mapped ? stored : Map.of());
    }

    /**
     * A job whose result cannot be mapped keeps it, and waits in an incident; so does a listener's whose element cannot
     * go on.
     */
    private Optional<Consumer<ExternalTask>> failedMapping(RuntimeException failure, String variables,
            ListenerResult result) {
        Optional<String> mapping = feelFailure(failure).map(feel -> feel.type().mark(feel.reason()));
        return DatabaseFailure.in(failure).isPresent() ? Optional.empty() : Optional.of(task -> {
            if (mapping.isEmpty() && listener(task).isEmpty()) {
                throw failure;
            }
            note(task, COMPLETION, variables);
            note(task, CORRECTIONS, json.write(result.corrections()));
            park(task, mapping.orElseGet(() -> String.valueOf(RootCause.message(failure))));
        });
    }

    /** The engine wraps what its own expressions throw. */
    private static Optional<FeelException> feelFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FeelException feel) {
                return Optional.of(feel);
            }
        }
        return Optional.empty();
    }

    /** Raises the incident and remembers how many retries the job had. */
    private void park(ExternalTask task, String message) {
        note(task, RETRIES, String.valueOf(retries(task.getRetries())));
        tasks.handleFailure(task.getId(), owner(task), message, message, 0, 0, Map.of(), Map.of());
    }

    private void note(ExternalTask task, String kind, String text) {
        runtime.setVariableLocal(task.getExecutionId(), kind + task.getId(), json.stored(text));
    }

    private ListenerResult takeResult(ExternalTask task) {
        String corrections = takeNote(task, CORRECTIONS);
        return corrections == null ? ListenerResult.NONE : new ListenerResult(false, "", json.read(corrections));
    }

    private String takeNote(ExternalTask task, String kind) {
        String name = kind + task.getId();
        Object text = runtime.getVariableLocal(task.getExecutionId(), name);
        runtime.removeVariableLocal(task.getExecutionId(), name);
        return (String) json.value(text);
    }

    private void onJob(String intent, String action, long key, Consumer<ExternalTask> command) {
        onJob(intent, action, key, command, failure -> Optional.empty());
    }

    /** @param remedy what is to be done instead if the command fails, in a transaction of its own */
    private void onJob(String intent, String action, long key, Consumer<ExternalTask> command,
            Function<RuntimeException, Optional<Consumer<ExternalTask>>> remedy) {
        String id = String.valueOf(key);
        String instance = instances.get(key).or(() -> Optional.ofNullable(task(id))
                .map(ExternalTask::getProcessInstanceId)).orElseThrow(() -> noSuchJob(intent, action, key));
        commands.onInstance(instance, () -> {
            try {
                once(intent, action, key, command);
            } catch (OptimisticLockingException | Rejection e) {
                throw e;
            } catch (RuntimeException e) {
                if (Context.getCommandContext() != null) {
                    throw e; // what failed is undone by whoever opened the transaction
                }
                once(intent, action, key, remedy.apply(e).orElseThrow(() -> e));
            }
            return null;
        });
    }

    private void once(String intent, String action, long key, Consumer<ExternalTask> command) {
        try {
            commands.once(context -> {
                ExternalTask task = task(String.valueOf(key));
                if (task == null) {
                    throw noSuchJob(intent, action, key);
                }
                command.accept(task);
                return null;
            });
        } catch (NotFoundException e) {
            throw task(String.valueOf(key)) == null ? noSuchJob(intent, action, key) : e;
        }
    }

    private ExternalTask task(String id) {
        return tasks.createExternalTaskQuery().externalTaskId(id).singleResult();
    }

    private static Rejection noSuchJob(String intent, String action, long key) {
        return Rejection.notFound(intent, "Expected to %s job with key '%d', but no such job was found", action, key);
    }

    private static void refuseIfNotOffered(String intent, String action, ExternalTask task) {
        if (hasIncident(task) || isBackingOff(task)) {
            throw Rejection.invalidState(intent, "Expected to %s job with key '%s', but it is in state '%s'",
                    action, task.getId(), hasIncident(task) ? stateWithIncident(task) : "FAILED");
        }
    }

    private static boolean isBackingOff(ExternalTask task) {
        return BACKING_OFF.equals(task.getWorkerId()) && isLocked(task);
    }

    private static boolean isLocked(ExternalTask task) {
        return task.getLockExpirationTime() != null && task.getLockExpirationTime().after(ClockUtil.now());
    }

    private static String stateWithIncident(ExternalTask task) {
        return IncidentType.read(task.getErrorMessage())
                .filter(marked -> marked.type() == IncidentType.UNHANDLED_ERROR_EVENT)
                .map(marked -> "ERROR_THROWN").orElse("FAILED");
    }

    /** The engine offers no job of none, so one that was created so has not been told any. */
    private static int retries(Integer told) {
        return told == null ? 0 : told;
    }

    private static boolean hasIncident(ExternalTask task) {
        return task.getRetries() != null && task.getRetries() == 0;
    }

    /** Only the lock's owner may act for the engine, so an idle job is locked for the command. */
    private String owner(ExternalTask task) {
        if (task.getWorkerId() != null) {
            return task.getWorkerId();
        }
        tasks.lock(task.getId(), "command", LOCK_OF_A_COMMAND.toMillis());
        return "command";
    }

    private ActivatedJob activated(LockedExternalTask task, Collection<String> fetchVariables) {
        return activated(new TakenJob(task.getId(), task.getTopicName(), task.getProcessInstanceId(),
                task.getProcessDefinitionId(), task.getActivityId(), task.getActivityInstanceId(), task.getPriority(),
                task.getWorkerId(), retries(task.getRetries()), task.getLockExpirationTime().toInstant()),
                json.document(ListenedUserTask.told(task.getVariables(), json), fetchVariables));
    }

    private ActivatedJob activated(ExternalTask task, Map<String, Object> variables,
            Collection<String> fetchVariables) {
        return activated(new TakenJob(task.getId(), task.getTopicName(), task.getProcessInstanceId(),
                task.getProcessDefinitionId(), task.getActivityId(), task.getActivityInstanceId(), task.getPriority(),
                task.getWorkerId(), retries(task.getRetries()), task.getLockExpirationTime().toInstant()),
                json.document(ListenedUserTask.told(variables, json), fetchVariables));
    }

    /** What the engine's two views of a job have in common. */
    private record TakenJob(String id, String type, String processInstanceId, String processDefinitionId,
            String elementId, String elementInstanceId, long priority, String worker, int retries, Instant deadline) {
    }

    private ActivatedJob activated(TakenJob job, String variables) {
        ProcessDefinitionEntity process = processes.withId(job.processDefinitionId());
        ActivityImpl element = process.findActivity(job.elementId());
        Optional<Listener> listener = Listener.of(element, job.priority());
        boolean isOfProcess = listener.filter(Listener::isOfProcess).isPresent();
        long key = Long.parseLong(job.id());
        long processInstanceKey = Long.parseLong(job.processInstanceId());
        instances.put(key, job.processInstanceId());
        return new ActivatedJob(key, job.type(), processInstanceKey, process.getKey(), process.getVersion(),
                Keys.ofProcess(job.processDefinitionId()), isOfProcess ? process.getKey() : job.elementId(),
                isOfProcess ? processInstanceKey : Keys.ofElementInstance(job.elementInstanceId()),
                headers(element), job.worker(), job.retries(), job.deadline(), variables,
                listener.map(Listener::event));
    }

    private Optional<Listener> listener(ExternalTask task) {
        return Listener.of(element(task), task.getPriority());
    }

    private ActivityImpl element(ExternalTask task) {
        return processes.withId(task.getProcessDefinitionId()).findActivity(task.getActivityId());
    }

    private static Map<String, String> headers(ActivityImpl element) {
        JobDefinition definition = element.getProperties().get(JobDefinition.KEY);
        return definition == null ? Map.of() : definition.headers();
    }
}
