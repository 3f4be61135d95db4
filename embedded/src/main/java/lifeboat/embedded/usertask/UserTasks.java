package lifeboat.embedded.usertask;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.ListenedUserTask;
import lifeboat.embedded.bpmn.Listener;
import lifeboat.embedded.bpmn.TaskChange;
import lifeboat.embedded.bpmn.TaskChanges;
import lifeboat.embedded.bpmn.UserTaskDefinition;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.history.HistoricTaskInstance;
import org.operaton.bpm.engine.impl.cfg.TransactionState;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.PvmActivity;
import org.operaton.bpm.engine.task.IdentityLink;
import org.operaton.bpm.engine.task.Task;

/** Camunda's user tasks: work for people, who are assigned, may be candidates, and complete it. */
public class UserTasks implements TaskChanges.Doer {

    private static final Map<Listener.Event, String> INTENTS = Map.of(Listener.Event.ASSIGNING, "ASSIGN",
            Listener.Event.UPDATING, "UPDATE", Listener.Event.COMPLETING, "COMPLETE");
    private static final Map<Listener.Event, String> WORDS = Map.of(Listener.Event.ASSIGNING, "Assignment",
            Listener.Event.UPDATING, "Update", Listener.Event.COMPLETING, "Completion");

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final HistoryService history;
    private final ProcessDefinitions processes;
    private final JsonVariables json;
    private final Commands commands;
    /** Who waits for the listeners of a task, by its execution. */
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    public UserTasks(EmbeddedEngine engine, Commands commands) {
        this.tasks = engine.operaton().getTaskService();
        this.runtime = engine.operaton().getRuntimeService();
        this.history = engine.operaton().getHistoryService();
        this.processes = new ProcessDefinitions(engine, commands);
        this.json = engine.json();
        this.commands = commands;
    }

    /**
     * A task, open or not.
     *
     * @param changing what its listeners are asked about
     * @param candidateUsers known while it is open
     * @param candidateGroups known while it is open
     */
    public record UserTask(HistoricTaskInstance task, UserTaskDefinition definition,
            Optional<ProcessDefinitionEntity> process, Optional<Listener.Event> changing,
            List<String> candidateUsers, List<String> candidateGroups) {
    }

    public UserTask get(long key) {
        HistoricTaskInstance task = history.createHistoricTaskInstanceQuery().taskId(String.valueOf(key))
                .singleResult();
        if (task == null) {
            throw Rejection.notFound("GET", "User Task with key '%d' not found", key);
        }
        return of(task);
    }

    /** What else is known of a task. */
    public UserTask of(HistoricTaskInstance task) {
        Optional<ProcessDefinitionEntity> process = processes.find(task.getProcessDefinitionId());
        List<IdentityLink> links = task.getEndTime() == null ? tasks.getIdentityLinksForTask(task.getId()) : List.of();
        return new UserTask(task, process.map(found -> definition(found, task.getTaskDefinitionKey()))
                .orElse(UserTaskDefinition.UNKNOWN), process, task.getEndTime() != null ? Optional.empty()
                : process.flatMap(found -> changing(found.findActivity(task.getTaskDefinitionKey()),
                        task.getExecutionId())),
                links.stream().filter(link -> "candidate".equals(link.getType()) && link.getUserId() != null)
                        .map(IdentityLink::getUserId).toList(),
                links.stream().filter(link -> "candidate".equals(link.getType()) && link.getGroupId() != null)
                        .map(IdentityLink::getGroupId).toList());
    }

    private static UserTaskDefinition definition(ProcessDefinitionEntity process, String elementId) {
        return process.findActivity(elementId).getProperties().get(UserTaskDefinition.KEY);
    }

    /** The variables a task sees. */
    public Map<String, Object> variables(long key) {
        return json.values(tasks.getVariables(open("GET", "get the variables of", key).getId()));
    }

    /** @return done when the listeners of the task have agreed and it is done */
    public CompletableFuture<Void> assign(long key, String assignee, boolean override) {
        var change = new TaskChange(Listener.Event.ASSIGNING, Map.of(TaskChange.ASSIGNEE, assignee));
        return change("ASSIGN", "assign", key, change, task -> {
            if (task.getAssignee() != null && !override) {
                throw Rejection.invalidState("ASSIGN", "Expected to assign user task with key '%d', but it is already "
                        + "assigned to '%s'", key, task.getAssignee());
            }
        });
    }

    /** The same. */
    public CompletableFuture<Void> unassign(long key) {
        return change("ASSIGN", "unassign", key, new TaskChange(Listener.Event.ASSIGNING,
                Map.of(TaskChange.ASSIGNEE, "")), task -> { });
    }

    /** The same. @param values see {@link TaskChange#values} */
    public CompletableFuture<Void> update(long key, Map<String, Object> values) {
        TaskAttributes.check("UPDATE", values);
        return change("UPDATE", "update", key, new TaskChange(Listener.Event.UPDATING, values), task -> { });
    }

    /** The same. @throws Rejection if an output mapping fails: the task then stays open */
    public CompletableFuture<Void> complete(long key, String variables) {
        return change("COMPLETE", "complete", key, new TaskChange(Listener.Event.COMPLETING,
                Map.of(TaskChange.VARIABLES, json.read("COMPLETE", variables))), task -> { });
    }

    private CompletableFuture<Void> change(String intent, String action, long key, TaskChange change,
            Consumer<Task> check) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.onInstance(open(intent, action, key).getProcessInstanceId(), () -> {
            try {
                return commands.once(context -> {
                    Task task = open(intent, action, key);
                    check.accept(task);
                    ExecutionEntity execution = context.getExecutionManager().findExecutionById(task.getExecutionId());
                    changing(execution.getActivity(), execution.getId()).ifPresent(other -> {
                        throw Rejection.invalidState(intent, "Expected to %s user task with key '%d', but it is in "
                                + "state '%s'", action, key, other);
                    });
                    if (ListenedUserTask.waits(execution, change)) {
                        waiting.put(execution.getId(), done);
                        done.whenComplete((changed, failure) -> waiting.remove(execution.getId(), done));
                    } else {
                        apply(task, change);
                        afterCommit(() -> done.complete(null));
                    }
                    return null;
                });
            } catch (FeelException e) {
                throw Rejection.invalidState(intent, "Expected to %s user task with key '%d', but %s", action, key,
                        e.reason());
            } catch (RuntimeException e) {
                waiting.values().remove(done);
                throw e;
            }
        });
        return done;
    }

    /** What the listeners of a task are asked about. */
    private Optional<Listener.Event> changing(PvmActivity element, String executionId) {
        return element != null && element.getActivityBehavior() instanceof ListenedUserTask
                ? runtime.createVariableInstanceQuery().executionIdIn(executionId)
                .variableName(ListenedUserTask.CHANGING).list().stream().findFirst()
                .map(changing -> Listener.Event.valueOf((String) changing.getValue())) : Optional.empty();
    }

    @Override
    public void check(TaskChange change) {
        TaskAttributes.check("COMPLETE", change.values());
    }

    @Override
    public void apply(ExecutionEntity execution, TaskChange change) {
        apply(tasks.createTaskQuery().executionId(execution.getId()).singleResult(), change);
        answer(execution, answer -> answer.complete(null));
    }

    @Override
    public void deny(ExecutionEntity execution, TaskChange change, String reason) {
        Rejection denied = Rejection.invalidState(INTENTS.get(change.event()), "%s of the User Task with key '%s' was "
                + "denied by Task Listener. Reason to deny: '%s'", WORDS.get(change.event()),
                execution.getTasks().get(0).getId(), reason);
        answer(execution, answer -> answer.completeExceptionally(denied));
    }

    /** Who waits is told what is committed. */
    private void answer(ExecutionEntity execution, Consumer<CompletableFuture<Void>> word) {
        String id = execution.getId();
        afterCommit(() -> Optional.ofNullable(waiting.get(id)).ifPresent(word));
    }

    private static void afterCommit(Runnable told) {
        Context.getCommandContext().getTransactionContext().addTransactionListener(TransactionState.COMMITTED,
                context -> told.run());
    }

    private void apply(Task task, TaskChange change) {
        new TaskAttributes(tasks).set(task, change.values());
        if (change.event() == Listener.Event.COMPLETING) {
            Map<String, Object> stored = json.storedAll((Map<?, ?>) change.values().get(TaskChange.VARIABLES));
            boolean local = definition(processes.withId(task.getProcessDefinitionId()), task.getTaskDefinitionKey())
                    .hasOutputs();
            if (local) {
                runtime.setVariablesLocal(task.getExecutionId(), stored);
            }
            tasks.complete(task.getId(), local ? Map.of() : stored);
        }
    }

    private Task open(String intent, String action, long key) {
        Task task = tasks.createTaskQuery().taskId(String.valueOf(key)).singleResult();
        if (task == null) {
            throw Rejection.notFound(intent, "Expected to %s user task with key '%d', but no such user task was found",
                    action, key);
        }
        return task;
    }
}
