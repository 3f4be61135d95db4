package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.IncidentResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.instance.Incidents;
import org.operaton.bpm.engine.ExternalTaskService;
import org.operaton.bpm.engine.history.HistoricIncident;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;

/** Incidents, open and resolved. */
public class IncidentHistory {

    private static final String NO_CATCH_EVENT = "NO_CATCH_EVENT_FOUND";
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_INCIDENT",
            Optional.of(Incidents.ITS_OWN), Optional.of("EMBEDDED_INCIDENT_ORDER"),
            List.of("CREATE_TIME_", "ID_"),
            Map.of("incidentKey", Column.few("ID_"),
                    "processInstanceKey", Column.few("PROC_INST_ID_"),
                    "processDefinitionKey", Column.lastPart("PROC_DEF_ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_"),
                    "creationTime", Column.date("CREATE_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "END_TIME_ is null", "RESOLVED", "END_TIME_ is not null"))
                            .by("EMBEDDED_INCIDENT_END", Map.of("ACTIVE", "END_TIME_")),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final ExternalTaskService tasks;
    private final Incidents incidents;
    private final Search search;

    public IncidentHistory(EmbeddedEngine engine, Commands commands, Incidents incidents) {
        this.tasks = engine.operaton().getExternalTaskService();
        this.incidents = incidents;
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
                results(read(rows))));
    }

    public IncidentResult get(String key) {
        return results(incidents.withIds(List.of(key))).stream().findFirst()
                .orElseThrow(() -> Rejection.notFound("GET", "Incident with key '%s' not found", key));
    }

    List<HistoricIncident> read(Statement rows) {
        return incidents.withIds(search.ids(rows));
    }

    /** The open incident of each element instance that has one, by their keys. */
    Map<String, String> ofElements(Collection<String> processInstanceIds) {
        Map<String, String> incidentOf = new HashMap<>();
        elementInstanceKeys(incidents.open(processInstanceIds)).forEach((id, key) -> incidentOf.put(key, id));
        return incidentOf;
    }

    /** By the incidents' ids; of some nobody knows it. */
    private Map<String, String> elementInstanceKeys(List<HistoricIncident> found) {
        Set<String> beforeElement = incidents.beforeElement(found.stream().map(HistoricIncident::getId).toList());
        Map<String, HistoricIncident> ofJobs = found.stream().filter(HistoricIncident::isOpen)
                .filter(Incidents::isAboutJob)
                .collect(Collectors.toMap(HistoricIncident::getConfiguration, Function.identity()));
        Map<String, String> keys = new HashMap<>();
        if (!ofJobs.isEmpty()) {
            tasks.createExternalTaskQuery().externalTaskIdIn(ofJobs.keySet()).list().forEach(task ->
                    keys.put(ofJobs.get(task.getId()).getId(),
                            String.valueOf(Keys.ofElementInstance(task.getActivityInstanceId()))));
        }
        keys.putAll(ofResolved(found));
        found.stream().filter(incident -> beforeElement.contains(incident.getId()))
                .forEach(incident -> keys.put(incident.getId(), incident.getConfiguration()));
        return keys;
    }

    /** By the incidents' ids; the job may be done, and is known by its failures. */
    private Map<String, String> ofResolved(List<HistoricIncident> found) {
        List<HistoricIncident> resolved = found.stream().filter(incident -> !incident.isOpen())
                .filter(Incidents::isAboutJob).toList();
        Map<String, String> elementInstances = incidents.elementInstancesOfFailedJobs(resolved.stream()
                .map(HistoricIncident::getProcessInstanceId).collect(Collectors.toSet()));
        return resolved.stream().filter(incident -> elementInstances.containsKey(incident.getConfiguration()))
                .collect(Collectors.toMap(HistoricIncident::getId, incident -> String.valueOf(
                        Keys.ofElementInstance(elementInstances.get(incident.getConfiguration())))));
    }

    private List<IncidentResult> results(List<HistoricIncident> found) {
        Map<String, String> elementInstanceKeys = elementInstanceKeys(found);
        return found.stream().map(incident -> result(incident, elementInstanceKeys.get(incident.getId()))).toList();
    }

    private IncidentResult result(HistoricIncident incident, String elementInstanceKey) {
        IncidentType.Marked described = Incidents.describe(incident);
        return new IncidentResult()
                .incidentKey(incident.getId())
                .processInstanceKey(incident.getProcessInstanceId())
                .processDefinitionId(incident.getProcessDefinitionKey())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(incident.getProcessDefinitionId())))
                .elementId(elementId(incident, described.type()))
                .elementInstanceKey(elementInstanceKey)
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
}
