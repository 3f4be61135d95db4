package lifeboat.embedded.rest;

import static java.util.Map.entry;

import io.camunda.client.protocol.rest.ElementInstanceResult;
import io.camunda.client.protocol.rest.ElementInstanceStateEnum;
import io.camunda.client.protocol.rest.IncidentResult;
import io.camunda.client.protocol.rest.ProcessInstanceResult;
import io.camunda.client.protocol.rest.ProcessInstanceStateEnum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Sql;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.instance.Incidents;
import lifeboat.embedded.instance.Keys;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.ExternalTaskService;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.externaltask.ExternalTask;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.history.HistoricActivityInstanceQuery;
import org.operaton.bpm.engine.history.HistoricIncident;
import org.operaton.bpm.engine.history.HistoricProcessInstance;
import org.operaton.bpm.engine.history.HistoricProcessInstanceQuery;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;

/** The engine's history in the words of the v2 API. */
public class ExecutionHistory {

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
    private static final String NO_CATCH_EVENT = "NO_CATCH_EVENT_FOUND";
    private static final String BODY = "#multiInstanceBody";

    private final HistoryService history;
    private final ExternalTaskService tasks;
    private final DeployedProcesses processes;
    private final Incidents incidents;
    private final JsonVariables json;

    public ExecutionHistory(EmbeddedEngine engine, Commands commands, Incidents incidents) {
        commands.inTransaction(context -> {
            HistoryTables.createIndices(new Sql(context));
            return null;
        });
        this.history = engine.operaton().getHistoryService();
        this.tasks = engine.operaton().getExternalTaskService();
        this.processes = new DeployedProcesses(engine.operaton());
        this.incidents = incidents;
        this.json = engine.json();
    }

    /** @param filter what is asked for, to read less: what is returned may be more than it */
    List<ProcessInstanceResult> processInstances(Narrowing filter, List<VariableFilter> variables) {
        HistoricProcessInstanceQuery query = history.createHistoricProcessInstanceQuery();
        filter.value("processInstanceKey").ifPresent(query::processInstanceId);
        filter.value("processDefinitionId").ifPresent(query::processDefinitionKey);
        filter.value("parentProcessInstanceKey").ifPresent(query::superProcessInstanceId);
        filter.value("state").filter(ProcessInstanceStateEnum.ACTIVE.getValue()::equals)
                .ifPresent(active -> query.unfinished());
        filter.since("endDate").ifPresent(query::finishedAfter);
        variables.forEach(variable -> query.variableValueEquals(variable.name(), json.storedJson(variable.value())));
        Set<String> withIncident = incidents.instancesThatWait(filter.value("processInstanceKey"));
        return query.orderByProcessInstanceStartTime().asc().list().stream()
                .map(instance -> processInstance(instance, withIncident.contains(instance.getId())))
                .toList();
    }

    Search.Found<ProcessInstanceResult> processInstances(SearchedTable.Selection selection) {
        Set<String> withIncident = incidents.instancesThatWait(Optional.empty());
        return new Search.Found<>(selection.rows(history.createNativeHistoricProcessInstanceQuery()).stream()
                .map(instance -> processInstance(instance, withIncident.contains(instance.getId()))).toList(),
                selection.count(history.createNativeHistoricProcessInstanceQuery()));
    }

    private ProcessInstanceResult processInstance(HistoricProcessInstance instance, boolean hasIncident) {
        Optional<ProcessDefinitionEntity> process = processes.find(instance.getProcessDefinitionId());
        ProcessInstanceStateEnum state = instance.getEndTime() == null ? ProcessInstanceStateEnum.ACTIVE
                : HistoricProcessInstance.STATE_COMPLETED.equals(instance.getState())
                ? ProcessInstanceStateEnum.COMPLETED : ProcessInstanceStateEnum.TERMINATED;
        return new ProcessInstanceResult()
                .processInstanceKey(instance.getId())
                .processDefinitionId(instance.getProcessDefinitionKey())
                .processDefinitionName(process.map(ProcessDefinitionEntity::getName).orElse(null))
                .processDefinitionVersion(process.map(ProcessDefinitionEntity::getVersion).orElse(null))
                .processDefinitionKey(String.valueOf(Keys.ofProcess(instance.getProcessDefinitionId())))
                .parentProcessInstanceKey(instance.getSuperProcessInstanceId())
                .parentElementInstanceKey(parentElement(instance))
                .processDefinitionVersionTag(process.map(ProcessDefinitionEntity::getVersionTag).orElse(null))
                .startDate(Times.text(instance.getStartTime()))
                .endDate(Times.text(instance.getEndTime()))
                .state(state)
                .hasIncident(hasIncident)
                .tenantId(Camunda.TENANT);
    }

    private String parentElement(HistoricProcessInstance instance) {
        return instance.getSuperProcessInstanceId() == null ? null : history.createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getSuperProcessInstanceId()).activityType("callActivity").list().stream()
                .filter(call -> instance.getId().equals(call.getCalledProcessInstanceId()))
                .map(call -> String.valueOf(Keys.ofElementInstance(call.getId()))).findFirst().orElse(null);
    }

    /**
     * @param filter what is asked for, to read less: what is returned may be more than it
     * @param inNoTable what {@link #elementsThatCannotStart} found for it
     */
    List<ElementInstanceResult> elementInstances(Narrowing filter, List<ElementInstanceResult> inNoTable) {
        HistoricActivityInstanceQuery query = history.createHistoricActivityInstanceQuery();
        filter.value("processInstanceKey").ifPresent(query::processInstanceId);
        filter.value("state").filter(ElementInstanceStateEnum.ACTIVE.getValue()::equals)
                .ifPresent(active -> query.unfinished());
        Map<String, String> incidentOf = incidentOf(filter.value("processInstanceKey"));
        return Stream.concat(
                query.orderByHistoricActivityInstanceStartTime().asc().orderPartiallyByOccurrence().asc().list()
                        .stream().map(element -> elementInstance(element, incidentOf)),
                inNoTable.stream()).toList();
    }

    Search.Found<ElementInstanceResult> elementInstances(SearchedTable.Selection selection, Narrowing filter) {
        Map<String, String> incidentOf = incidentOf(filter.value("processInstanceKey"));
        return new Search.Found<>(selection.rows(history.createNativeHistoricActivityInstanceQuery()).stream()
                .map(element -> elementInstance(element, incidentOf)).toList(),
                selection.count(history.createNativeHistoricActivityInstanceQuery()));
    }

    /** They are in no table. */
    List<ElementInstanceResult> elementsThatCannotStart(Narrowing filter) {
        return incidents.all(Optional.empty(), filter.value("processInstanceKey")).stream()
                .filter(incidents::isBeforeElement).map(this::elementThatCannotStart).toList();
    }

    private ElementInstanceResult elementThatCannotStart(HistoricIncident incident) {
        String elementId = incident.getActivityId().replace(BODY, "");
        return new ElementInstanceResult()
                .elementInstanceKey(elementInstanceKey(incident))
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

    Optional<ElementInstanceResult> elementInstance(String key) {
        return history.createNativeHistoricActivityInstanceQuery()
                .sql("select * from ACT_HI_ACTINST where ID_ = #{key} or ID_ like #{end}").parameter("key", key)
                .parameter("end", "%:" + key).list().stream()
                .map(element -> elementInstance(element, incidentOf(Optional.of(element.getProcessInstanceId()))))
                .findFirst();
    }

    private Map<String, String> incidentOf(Optional<String> processInstanceId) {
        Map<String, String> incidentOf = new HashMap<>();
        incidents.open(processInstanceId).forEach(incident ->
                incidentOf.put(elementInstanceKey(incident), incident.getId()));
        return incidentOf;
    }

    private ElementInstanceResult elementInstance(HistoricActivityInstance element, Map<String, String> incidentOf) {
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

    List<IncidentResult> incidents(Narrowing filter) {
        return incidents.all(filter.value("incidentKey"), filter.value("processInstanceKey")).stream()
                .map(this::incident).toList();
    }

    private IncidentResult incident(HistoricIncident incident) {
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
        return incident.getActivityId() == null ? null : incident.getActivityId().replace(BODY, "");
    }

    private String elementInstanceKey(HistoricIncident incident) {
        if (incidents.isBeforeElement(incident)) {
            return incident.getConfiguration();
        }
        ExternalTask task = Incidents.isAboutJob(incident) && incident.isOpen()
                ? tasks.createExternalTaskQuery().externalTaskId(incident.getConfiguration()).singleResult() : null;
        return task == null ? null : String.valueOf(Keys.ofElementInstance(task.getActivityInstanceId()));
    }

    /** Empty if the process was deleted since. */
}
