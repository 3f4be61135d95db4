package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.ProcessInstanceCallHierarchyEntry;
import io.camunda.client.protocol.rest.ProcessInstanceResult;
import io.camunda.client.protocol.rest.ProcessInstanceStateEnum;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.engine.ProcessDefinitions;
import lifeboat.embedded.instance.Incidents;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricProcessInstance;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;

/** Process instances, running and ended. */
public class ProcessInstanceHistory {

    private static final String WITH_INCIDENT =
            "exists (select 1 from ACT_RU_INCIDENT I where I.PROC_INST_ID_ = ACT_HI_PROCINST.ID_)";
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_PROCINST", Optional.empty(),
            Optional.of("EMBEDDED_PROCINST_ORDER"), List.of("START_TIME_", "ID_"),
            Map.of("processInstanceKey", Column.few("ID_"),
                    "processDefinitionKey", Column.lastPart("PROC_DEF_ID_"),
                    "processDefinitionId", Column.text("PROC_DEF_KEY_").by("EMBEDDED_PROCINST_PROCESS"),
                    "parentProcessInstanceKey", Column.few("SUPER_PROCESS_INSTANCE_ID_"),
                    "startDate", Column.date("START_TIME_"),
                    "endDate", Column.date("END_TIME_"),
                    "state", Column.oneOf(Map.of("ACTIVE", "STATE_ = 'ACTIVE'",
                            "COMPLETED", "STATE_ = 'COMPLETED'",
                            "TERMINATED", "STATE_ in ('EXTERNALLY_TERMINATED', 'INTERNALLY_TERMINATED')"))
                            .by("EMBEDDED_PROCINST_STATE", Map.of("ACTIVE", "STATE_", "COMPLETED", "STATE_")),
                    "hasIncident", Column.oneOf(Map.of("true", "STATE_ = 'ACTIVE' and " + WITH_INCIDENT,
                            "false", "not " + WITH_INCIDENT))
                            .by("EMBEDDED_PROCINST_STATE", Map.of("true", "STATE_")),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final HistoryService history;
    private final ProcessDefinitions processes;
    private final Incidents incidents;
    private final JsonVariables json;
    private final Search search;

    public ProcessInstanceHistory(EmbeddedEngine engine, Commands commands, Incidents incidents) {
        this.history = engine.operaton().getHistoryService();
        this.processes = new ProcessDefinitions(engine, commands);
        this.incidents = incidents;
        this.json = engine.json();
        this.search = new Search(commands);
    }

    /** @param body a v2 search */
    public JsonNode search(String body) {
        return search(Search.query(body), List.of());
    }

    /** @param others what is to hold besides */
    JsonNode search(JsonNode query, List<Condition> others) {
        List<Condition> conditions = Stream.concat(others.stream(), VariableFilter.take(query.path("filter")).stream()
                .map(variable -> variable.condition(json.storedJson(variable.value())))).toList();
        return search.search(query, ProcessInstanceResult.class, new Source<>(TABLE, conditions,
                rows -> results(rows.rows(history.createNativeHistoricProcessInstanceQuery()))));
    }

    public ProcessInstanceResult get(String key) {
        return results(history.createHistoricProcessInstanceQuery().processInstanceId(key).list()).stream()
                .findFirst().orElseThrow(() -> Rejection.notFound("GET", "Process Instance with key '%s' not found",
                        key));
    }

    /** The process instances around it, outermost first, and itself. */
    public List<ProcessInstanceCallHierarchyEntry> callHierarchy(String key) {
        LinkedList<ProcessInstanceCallHierarchyEntry> hierarchy = new LinkedList<>();
        for (String at = key; at != null; ) {
            ProcessInstanceResult instance = get(at);
            hierarchy.addFirst(new ProcessInstanceCallHierarchyEntry()
                    .processInstanceKey(instance.getProcessInstanceKey())
                    .processDefinitionKey(instance.getProcessDefinitionKey())
                    .processDefinitionName(instance.getProcessDefinitionName() == null
                            ? instance.getProcessDefinitionId() : instance.getProcessDefinitionName()));
            at = instance.getParentProcessInstanceKey();
        }
        return hierarchy;
    }

    private List<ProcessInstanceResult> results(List<HistoricProcessInstance> instances) {
        Set<String> withIncident = incidents.waiting(instances.stream().map(HistoricProcessInstance::getId).toList());
        return instances.stream().map(instance -> result(instance, withIncident.contains(instance.getId()))).toList();
    }

    private ProcessInstanceResult result(HistoricProcessInstance instance, boolean hasIncident) {
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
}
