package lifeboat.embedded.query;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.ElementInstanceResult;
import io.camunda.client.protocol.rest.ElementInstanceStateEnum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.instance.Incidents;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.history.HistoricIncident;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;

/** Element instances, those that could not start among them, which the engine has in no table. */
public class ElementInstanceHistory {

    private static final Map<String, ElementInstanceResult.TypeEnum> TYPES = Map.ofEntries(
            entry("serviceTask", ElementInstanceResult.TypeEnum.SERVICE_TASK),
            entry("sendTask", ElementInstanceResult.TypeEnum.SEND_TASK),
            entry("userTask", ElementInstanceResult.TypeEnum.USER_TASK),
            entry("scriptTask", ElementInstanceResult.TypeEnum.SCRIPT_TASK),
            entry("businessRuleTask", ElementInstanceResult.TypeEnum.BUSINESS_RULE_TASK),
            entry("callActivity", ElementInstanceResult.TypeEnum.CALL_ACTIVITY),
            entry("subProcess", ElementInstanceResult.TypeEnum.SUB_PROCESS),
            entry("receiveTask", ElementInstanceResult.TypeEnum.RECEIVE_TASK),
            entry("multiInstanceBody", ElementInstanceResult.TypeEnum.MULTI_INSTANCE_BODY),
            entry("exclusiveGateway", ElementInstanceResult.TypeEnum.EXCLUSIVE_GATEWAY),
            entry("inclusiveGateway", ElementInstanceResult.TypeEnum.INCLUSIVE_GATEWAY),
            entry("eventBasedGateway", ElementInstanceResult.TypeEnum.EVENT_BASED_GATEWAY),
            entry("parallelGateway", ElementInstanceResult.TypeEnum.PARALLEL_GATEWAY));
    private static final String BODY = BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX;
    private static final String KEY = "EMBEDDED_KEY_";
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_ACTINST", Optional.empty(),
            Optional.of("EMBEDDED_ACTINST_ORDER"), List.of("START_TIME_", "SEQUENCE_COUNTER_", "ID_"),
            Map.of("elementInstanceKey", Column.few(KEY),
                    "processInstanceKey", Column.few("PROC_INST_ID_"),
                    "processDefinitionKey", Column.lastPart("PROC_DEF_ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_").by("EMBEDDED_ACTINST_PROCESS"),
                    "elementId", Column.text("replace(ACT_ID_, '%s', '')".formatted(BODY)),
                    "type", Column.oneOf(TYPES.entrySet().stream()
                            .filter(type -> type.getValue() != ElementInstanceResult.TypeEnum.SUB_PROCESS)
                            .collect(Collectors.toMap(type -> type.getValue().getValue(),
                                    type -> "ACT_TYPE_ = '%s'".formatted(type.getKey())))),
                    "startDate", Column.date("START_TIME_"),
                    "endDate", Column.date("END_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "END_TIME_ is null",
                            "COMPLETED", "END_TIME_ is not null and coalesce(ACT_INST_STATE_, 0) <> 2",
                            "TERMINATED", "END_TIME_ is not null and ACT_INST_STATE_ = 2"))
                            .by("EMBEDDED_ACTINST_END", Map.of("ACTIVE", "END_TIME_")),
                    "tenantId", Column.always(Camunda.TENANT)));

    private static final SearchedTable NOT_STARTED = new SearchedTable("ACT_HI_INCIDENT",
            Optional.of(Incidents.BEFORE_ELEMENT), Optional.empty(), List.of("CREATE_TIME_", "ID_"),
            Map.of("elementInstanceKey", Column.few("CONFIGURATION_"),
                    "processInstanceKey", Column.few("PROC_INST_ID_"),
                    "processDefinitionKey", Column.lastPart("PROC_DEF_ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_"),
                    "elementId", Column.text("replace(ACTIVITY_ID_, '%s', '')".formatted(BODY)),
                    "startDate", Column.date("CREATE_TIME_"),
                    "endDate", Column.date("END_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "END_TIME_ is null", "COMPLETED", "1 = 0",
                            "TERMINATED", "END_TIME_ is not null")),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final HistoryService history;
    private final ProcessDefinitions processes;
    private final IncidentHistory incidents;
    private final Search search;

    public ElementInstanceHistory(EmbeddedEngine engine, Commands commands, IncidentHistory incidents) {
        this.history = engine.operaton().getHistoryService();
        this.processes = new ProcessDefinitions(engine, commands);
        this.incidents = incidents;
        this.search = new Search(commands);
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        JsonNode query = Search.query(body);
        return search.search(query, ElementInstanceResult.class, List.of(
                new Source<>(TABLE,
                        rows -> results(rows.rows(history.createNativeHistoricActivityInstanceQuery()))),
                new Source<>(NOT_STARTED,
                        rows -> incidents.read(rows).stream().map(this::elementThatCannotStart).toList())));
    }

    public ElementInstanceResult get(String key) {
        return results(history.createNativeHistoricActivityInstanceQuery()
                .sql("select * from ACT_HI_ACTINST where %s = #{key}".formatted(KEY)).parameter("key", key).list())
                .stream().findFirst().orElseThrow(() -> Rejection.notFound("GET",
                        "Element Instance with key '%s' not found", key));
    }

    private List<ElementInstanceResult> results(List<HistoricActivityInstance> elements) {
        Map<String, String> incidentOf = incidents.ofElements(elements.stream()
                .map(HistoricActivityInstance::getProcessInstanceId).collect(Collectors.toSet()));
        return elements.stream().map(element -> result(element, incidentOf)).toList();
    }

    private ElementInstanceResult elementThatCannotStart(HistoricIncident incident) {
        String elementId = incident.getActivityId().replace(BODY, "");
        return new ElementInstanceResult()
                .elementInstanceKey(incident.getConfiguration())
                .elementId(elementId)
                .elementName(name(incident).orElse(elementId))
                .type(type(incident.getProcessDefinitionId(), incident.getActivityId(), ""))
                .state(incident.isOpen() ? ElementInstanceStateEnum.ACTIVE : ElementInstanceStateEnum.TERMINATED)
                .startDate(Times.text(incident.getCreateTime()))
                .endDate(Times.text(incident.getEndTime()))
                .hasIncident(incident.isOpen())
                .incidentKey(incident.getId())
                .processInstanceKey(incident.getProcessInstanceId())
                .processDefinitionId(incident.getProcessDefinitionKey())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(incident.getProcessDefinitionId())))
                .tenantId(Camunda.TENANT);
    }

    private Optional<String> name(HistoricIncident incident) {
        return processes.find(incident.getProcessDefinitionId())
                .map(process -> process.findActivity(incident.getActivityId())).map(ActivityImpl::getName);
    }

    private ElementInstanceResult result(HistoricActivityInstance element, Map<String, String> incidentOf) {
        String key = String.valueOf(Keys.ofElementInstance(element.getId()));
        String elementId = element.getActivityId().replace(BODY, "");
        ElementInstanceStateEnum state = element.getEndTime() == null ? ElementInstanceStateEnum.ACTIVE
                : element.isCanceled() ? ElementInstanceStateEnum.TERMINATED : ElementInstanceStateEnum.COMPLETED;
        return new ElementInstanceResult()
                .elementInstanceKey(key)
                .elementId(elementId)
                .elementName(element.getActivityName() == null ? elementId : element.getActivityName())
                .type(type(element.getProcessDefinitionId(), element.getActivityId(), element.getActivityType()))
                .state(state)
                .startDate(Times.text(element.getStartTime()))
                .endDate(Times.text(element.getEndTime()))
                .hasIncident(incidentOf.containsKey(key))
                .incidentKey(incidentOf.get(key))
                .processInstanceKey(element.getProcessInstanceId())
                .processDefinitionId(element.getProcessDefinitionKey())
                .processDefinitionKey(String.valueOf(Keys.ofProcess(element.getProcessDefinitionId())))
                .tenantId(Camunda.TENANT);
    }

    /** @param recorded the engine's, empty if only the process knows */
    private ElementInstanceResult.TypeEnum type(String processDefinitionId, String activityId, String recorded) {
        Optional<ActivityImpl> activity = processes.find(processDefinitionId)
                .map(process -> process.findActivity(activityId));
        if (activity.filter(ActivityImpl::isTriggeredByEvent).isPresent()) {
            return ElementInstanceResult.TypeEnum.EVENT_SUB_PROCESS;
        }
        String type = !recorded.isEmpty() ? recorded : activity.map(a -> (String) a.getProperty("type")).orElse("");
        if (TYPES.containsKey(type)) {
            return TYPES.get(type);
        }
        String lower = type.toLowerCase();
        return lower.contains("boundary") ? ElementInstanceResult.TypeEnum.BOUNDARY_EVENT
                : lower.endsWith("catch") || lower.equals("intermediatetimer")
                ? ElementInstanceResult.TypeEnum.INTERMEDIATE_CATCH_EVENT
                : lower.endsWith("startevent") ? ElementInstanceResult.TypeEnum.START_EVENT
                : lower.endsWith("endevent") ? ElementInstanceResult.TypeEnum.END_EVENT
                : lower.contains("throw") ? ElementInstanceResult.TypeEnum.INTERMEDIATE_THROW_EVENT
                : ElementInstanceResult.TypeEnum.UNKNOWN;
    }
}
