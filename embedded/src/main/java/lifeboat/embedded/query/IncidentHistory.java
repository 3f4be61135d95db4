package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.IncidentResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.instance.Incidents;
import lifeboat.embedded.instance.Keys;
import org.operaton.bpm.engine.ExternalTaskService;
import org.operaton.bpm.engine.externaltask.ExternalTask;
import org.operaton.bpm.engine.history.HistoricIncident;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;

/** Incidents, open and resolved. */
public class IncidentHistory {

    private static final String NO_CATCH_EVENT = "NO_CATCH_EVENT_FOUND";
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_INCIDENT",
            Optional.of(Incidents.ITS_OWN), "CREATE_TIME_, ID_",
            Map.of("incidentKey", Column.text("ID_"),
                    "processInstanceKey", Column.text("PROC_INST_ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_"),
                    "creationTime", Column.date("CREATE_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "END_TIME_ is null", "RESOLVED", "END_TIME_ is not null")),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final ExternalTaskService tasks;
    private final Incidents incidents;
    private final Commands commands;
    private final Search search;

    public IncidentHistory(EmbeddedEngine engine, Commands commands, Incidents incidents) {
        this.tasks = engine.operaton().getExternalTaskService();
        this.incidents = incidents;
        this.commands = commands;
        this.search = new Search(commands);
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        return search(body, List.of());
    }

    /** @param body a v2 search in what belongs to one process instance */
    public JsonNode searchOf(String processInstanceKey, String body) {
        return search(body, List.of(Condition.of("PROC_INST_ID_ = ?", processInstanceKey)));
    }

    private JsonNode search(String body, List<Condition> others) {
        return search.search(Search.query(body), IncidentResult.class, new Source<>(TABLE, others, rows ->
                incidents.withIds(commands.inTransaction(context -> rows.ids(new Sql(context)))).stream()
                        .map(this::result).toList()));
    }

    public IncidentResult get(String key) {
        return incidents.withIds(List.of(key)).stream().map(this::result).findFirst()
                .orElseThrow(() -> Rejection.notFound("GET", "Incident with key '%s' not found", key));
    }

    /** Those of elements that could not start, of one process instance or all. */
    List<HistoricIncident> beforeElement(Optional<String> processInstanceId) {
        return incidents.beforeElement(processInstanceId);
    }

    /** The open incident of each element instance that has one, by their keys. */
    Map<String, String> ofElements(Collection<String> processInstanceIds) {
        Map<String, String> incidentOf = new HashMap<>();
        incidents.open(processInstanceIds).forEach(incident ->
                incidentOf.put(elementInstanceKey(incident), incident.getId()));
        return incidentOf;
    }

    private IncidentResult result(HistoricIncident incident) {
        IncidentType.Marked described = Incidents.describe(incident);
        return new IncidentResult()
                .incidentKey(incident.getId())
                .processInstanceKey(incident.getProcessInstanceId())
                .processDefinitionId(incident.getProcessDefinitionKey())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(incident.getProcessDefinitionId())))
                .elementId(elementId(incident, described.type()))
                .elementInstanceKey(elementInstanceKey(incident))
                .jobKey(Incidents.isAboutJob(incident) ? incident.getConfiguration() : null)
                .errorType(IncidentResult.ErrorTypeEnum.fromValue(described.type().name()))
                .errorMessage(described.message())
                .creationTime(Times.text(incident.getCreateTime()))
                .state(incident.isOpen() ? IncidentResult.StateEnum.ACTIVE : IncidentResult.StateEnum.RESOLVED)
                .tenantId(Camunda.TENANT);
    }

    /** Zeebe names no element where a job's error was caught nowhere; the element instance tells which it was. */
    private static String elementId(HistoricIncident incident, IncidentType type) {
        if (Incidents.isAboutJob(incident) && type == IncidentType.UNHANDLED_ERROR_EVENT) {
            return NO_CATCH_EVENT;
        }
        return incident.getActivityId() == null ? null
                : incident.getActivityId().replace(BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX, "");
    }

    String elementInstanceKey(HistoricIncident incident) {
        if (incidents.isBeforeElement(incident)) {
            return incident.getConfiguration();
        }
        ExternalTask task = Incidents.isAboutJob(incident) && incident.isOpen()
                ? tasks.createExternalTaskQuery().externalTaskId(incident.getConfiguration()).singleResult() : null;
        return task == null ? null : String.valueOf(Keys.ofElementInstance(task.getActivityInstanceId()));
    }
}
