package lifeboat.embedded.usertask;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.bpmn.UserTaskDefinition;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.feel.FeelException;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.exception.NotFoundException;
import org.operaton.bpm.engine.history.HistoricTaskInstance;
import org.operaton.bpm.engine.impl.RepositoryServiceImpl;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.task.IdentityLink;
import org.operaton.bpm.engine.task.Task;

/** Camunda's user tasks: work for people, who are assigned, may be candidates, and complete it. */
public class UserTasks {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final HistoryService history;
    private final RepositoryServiceImpl repository;
    private final JsonVariables json;
    private final Commands commands;

    public UserTasks(EmbeddedEngine engine, Commands commands) {
        this.tasks = engine.operaton().getTaskService();
        this.runtime = engine.operaton().getRuntimeService();
        this.history = engine.operaton().getHistoryService();
        this.repository = (RepositoryServiceImpl) engine.operaton().getRepositoryService();
        this.json = engine.json();
        this.commands = commands;
    }

    /**
     * A task, open or not.
     *
     * @param candidateUsers known while it is open
     * @param candidateGroups known while it is open
     */
    public record UserTask(HistoricTaskInstance task, UserTaskDefinition definition,
            Optional<ProcessDefinitionEntity> process,
            List<String> candidateUsers, List<String> candidateGroups) {
    }

    /** What an update sets; null leaves things as they are, an empty list empties. */
    public record Update(Collection<String> candidateUsers, Collection<String> candidateGroups,
            Optional<Instant> dueDate, Optional<Instant> followUpDate, Integer priority) {
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
        Optional<ProcessDefinitionEntity> process = find(task.getProcessDefinitionId());
        List<IdentityLink> links = task.getEndTime() == null ? tasks.getIdentityLinksForTask(task.getId()) : List.of();
        return new UserTask(task, process.map(found -> definition(found, task.getTaskDefinitionKey()))
                .orElse(UserTaskDefinition.UNKNOWN), process,
                links.stream().filter(link -> "candidate".equals(link.getType()) && link.getUserId() != null)
                        .map(IdentityLink::getUserId).toList(),
                links.stream().filter(link -> "candidate".equals(link.getType()) && link.getGroupId() != null)
                        .map(IdentityLink::getGroupId).toList());
    }

    /** Empty if it was deleted since. */
    private Optional<ProcessDefinitionEntity> find(String processDefinitionId) {
        try {
            return Optional.of(process(processDefinitionId));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private ProcessDefinitionEntity process(String id) {
        return (ProcessDefinitionEntity) repository.getDeployedProcessDefinition(id);
    }

    private static UserTaskDefinition definition(ProcessDefinitionEntity process, String elementId) {
        return process.findActivity(elementId).getProperties().get(UserTaskDefinition.KEY);
    }

    /** The variables a task sees. */
    public Map<String, Object> variables(long key) {
        return json.values(tasks.getVariables(open("GET", "get the variables of", key).getId()));
    }

    public void assign(long key, String assignee, boolean override) {
        onTask("ASSIGN", "assign", key, task -> {
            if (task.getAssignee() != null && !override) {
                throw Rejection.invalidState("ASSIGN", "Expected to assign user task with key '%d', but it is already "
                        + "assigned to '%s'", key, task.getAssignee());
            }
            tasks.setAssignee(task.getId(), assignee);
        });
    }

    public void unassign(long key) {
        onTask("ASSIGN", "unassign", key, task -> tasks.setAssignee(task.getId(), null));
    }

    public void update(long key, Update update) {
        onTask("UPDATE", "update", key, task -> {
            List<IdentityLink> links = tasks.getIdentityLinksForTask(task.getId());
            if (update.candidateUsers() != null) {
                links.stream().filter(link -> link.getUserId() != null && "candidate".equals(link.getType()))
                        .forEach(link -> tasks.deleteCandidateUser(task.getId(), link.getUserId()));
                update.candidateUsers().forEach(user -> tasks.addCandidateUser(task.getId(), user));
            }
            if (update.candidateGroups() != null) {
                links.stream().filter(link -> link.getGroupId() != null && "candidate".equals(link.getType()))
                        .forEach(link -> tasks.deleteCandidateGroup(task.getId(), link.getGroupId()));
                update.candidateGroups().forEach(group -> tasks.addCandidateGroup(task.getId(), group));
            }
            Task changed = tasks.createTaskQuery().taskId(task.getId()).singleResult();
            if (update.dueDate() != null) {
                changed.setDueDate(update.dueDate().map(Date::from).orElse(null));
            }
            if (update.followUpDate() != null) {
                changed.setFollowUpDate(update.followUpDate().map(Date::from).orElse(null));
            }
            if (update.priority() != null) {
                changed.setPriority(update.priority());
            }
            tasks.saveTask(changed);
        });
    }

    /** @throws Rejection if an output mapping fails: the task then stays open */
    public void complete(long key, String variables) {
        Map<String, Object> stored = json.stored("COMPLETE", variables);
        onTask("COMPLETE", "complete", key, task -> {
            boolean local = definition(process(task.getProcessDefinitionId()), task.getTaskDefinitionKey())
                    .hasOutputs();
            try {
                commands.inTransaction(context -> {
                    if (local) {
                        runtime.setVariablesLocal(task.getExecutionId(), stored);
                    }
                    tasks.complete(task.getId(), local ? Map.of() : stored);
                    return null;
                });
            } catch (FeelException e) {
                throw Rejection.invalidState("COMPLETE", "Expected to complete user task with key '%d', but %s", key,
                        e.reason());
            }
        });
    }

    private void onTask(String intent, String action, long key, Consumer<Task> command) {
        commands.onInstance(open(intent, action, key).getProcessInstanceId(), () -> {
            command.accept(open(intent, action, key));
            return null;
        });
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
