package lifeboat.embedded.query;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.UserTaskResult;
import io.camunda.client.protocol.rest.UserTaskStateEnum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.bpmn.ListenedUserTask;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.form.Forms;
import lifeboat.embedded.usertask.UserTasks.UserTask;
import lifeboat.embedded.usertask.UserTasks;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricTaskInstance;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;

/** User tasks, open and done. */
public class UserTaskHistory {

    /** Whether its listeners are asked about a change. */
    private static final String CHANGING = "exists (select 1 from ACT_RU_VARIABLE V where V.EXECUTION_ID_ = "
            + "ACT_HI_TASKINST.EXECUTION_ID_ and V.NAME_ = '" + ListenedUserTask.CHANGING + "' and V.TEXT_ = %s)";
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_TASKINST", Optional.empty(),
            Optional.of("EMBEDDED_TASKINST_ORDER"), List.of("START_TIME_", "ID_"),
            Map.ofEntries(entry("userTaskKey", Column.few("ID_")),
                    entry("elementId", Column.text("TASK_DEF_KEY_")),
                    entry("assignee", Column.text("ASSIGNEE_").by("EMBEDDED_TASKINST_ASSIGNEE")),
                    entry("priority", Column.number("PRIORITY_")),
                    entry("processInstanceKey", Column.few("PROC_INST_ID_")),
                    entry("processDefinitionKey", Column.lastPart("PROC_DEF_ID_")),
                    entry("processDefinitionId", Column.text("PROC_DEF_KEY_")),
                    entry("creationDate", Column.date("START_TIME_")),
                    entry("completionDate", Column.date("END_TIME_")),
                    entry("state", Column.oneOf(Map.of(
                            "CREATED", "END_TIME_ is null and not " + CHANGING.formatted("V.TEXT_"),
                            "CREATING", CHANGING.formatted("'CREATING'"),
                            "ASSIGNING", CHANGING.formatted("'ASSIGNING'"),
                            "UPDATING", CHANGING.formatted("'UPDATING'"),
                            "COMPLETING", CHANGING.formatted("'COMPLETING'"),
                            "COMPLETED", "DELETE_REASON_ = 'completed'",
                            "CANCELED", "END_TIME_ is not null and coalesce(DELETE_REASON_, '') <> 'completed'"))
                            .by("EMBEDDED_TASKINST_END", Map.of("CREATED", "END_TIME_"))),
                    entry("tenantId", Column.always(Camunda.TENANT))));

    private final HistoryService history;
    private final UserTasks tasks;
    private final Forms forms;
    private final VariableHistory variables;
    private final Search search;

    public UserTaskHistory(EmbeddedEngine engine, Commands commands, UserTasks tasks, Forms forms,
            VariableHistory variables) {
        this.history = engine.operaton().getHistoryService();
        this.tasks = tasks;
        this.forms = forms;
        this.variables = variables;
        this.search = new Search(commands);
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        return search.search(Search.query(body), UserTaskResult.class, new Source<>(TABLE,
                rows -> rows.rows(history.createNativeHistoricTaskInstanceQuery()).stream()
                        .map(task -> result(tasks.of(task))).toList()));
    }

    public UserTaskResult get(long key) {
        return result(tasks.get(key));
    }

    /** @param body a v2 search in the variables that the task sees */
    public JsonNode searchVariables(long key, String body) {
        HistoricTaskInstance task = tasks.get(key).task();
        return variables.searchSeenBy(task.getProcessInstanceId(),
                String.valueOf(Keys.ofElementInstance(task.getActivityInstanceId())), body);
    }

    private UserTaskResult result(UserTask userTask) {
        HistoricTaskInstance task = userTask.task();
        String formId = userTask.definition().formId();
        return new UserTaskResult()
                .userTaskKey(task.getId())
                .name(task.getName() == null ? task.getTaskDefinitionKey() : task.getName())
                .state(userTask.changing().map(event -> UserTaskStateEnum.fromValue(event.name()))
                        .orElseGet(() -> state(task)))
                .assignee(task.getAssignee())
                .elementId(task.getTaskDefinitionKey())
                .elementInstanceKey(String.valueOf(Keys.ofElementInstance(task.getActivityInstanceId())))
                .candidateGroups(userTask.candidateGroups())
                .candidateUsers(userTask.candidateUsers())
                .priority(task.getPriority())
                .customHeaders(userTask.definition().headers())
                .externalFormReference(userTask.definition().externalReference())
                .formKey(formId == null ? null
                        : forms.find(formId).map(form -> String.valueOf(form.key())).orElse(null))
                .creationDate(Times.text(task.getStartTime()))
                .completionDate(Times.text(task.getEndTime()))
                .dueDate(Times.text(task.getDueDate()))
                .followUpDate(Times.text(task.getFollowUpDate()))
                .processInstanceKey(task.getProcessInstanceId())
                .processDefinitionId(task.getProcessDefinitionKey())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(task.getProcessDefinitionId())))
                .processDefinitionVersion(userTask.process().map(ProcessDefinitionEntity::getVersion).orElse(null))
                .processName(userTask.process().map(ProcessDefinitionEntity::getName).orElse(null))
                .tenantId(Camunda.TENANT);
    }

    private static UserTaskStateEnum state(HistoricTaskInstance task) {
        return task.getEndTime() == null ? UserTaskStateEnum.CREATED
                : "completed".equals(task.getDeleteReason()) ? UserTaskStateEnum.COMPLETED
                : UserTaskStateEnum.CANCELED;
    }
}
