package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.ElementInstanceResult;
import io.camunda.client.protocol.rest.IncidentResult;
import io.camunda.client.protocol.rest.ProcessInstanceCallHierarchyEntry;
import io.camunda.client.protocol.rest.ProcessInstanceElementStatisticsQueryResult;
import io.camunda.client.protocol.rest.ProcessInstanceResult;
import io.camunda.client.protocol.rest.ProcessInstanceSequenceFlowResult;
import io.camunda.client.protocol.rest.ProcessInstanceSequenceFlowsQueryResult;
import io.camunda.client.protocol.rest.VariableResult;
import java.util.List;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.history.SequenceFlows;
import lifeboat.embedded.query.ElementInstanceHistory;
import lifeboat.embedded.query.ElementStatistics;
import lifeboat.embedded.query.IncidentHistory;
import lifeboat.embedded.query.ProcessInstanceHistory;
import lifeboat.embedded.query.VariableHistory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The v2 searches over process instances, element instances, variables and incidents, and each of them by key. */
@RestController
@RequestMapping("/v2")
public class SearchController {

    private final ProcessInstanceHistory instances;
    private final ElementInstanceHistory elements;
    private final VariableHistory variables;
    private final IncidentHistory incidents;
    private final SequenceFlows flows;
    private final ElementStatistics statistics;

    public SearchController(ProcessInstanceHistory instances, ElementInstanceHistory elements,
            VariableHistory variables, IncidentHistory incidents, SequenceFlows flows,
            ElementStatistics statistics) {
        this.instances = instances;
        this.elements = elements;
        this.variables = variables;
        this.incidents = incidents;
        this.flows = flows;
        this.statistics = statistics;
    }

    @PostMapping(value = "/process-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String processInstances(@RequestBody(required = false) String body) {
        return instances.search(body).toString();
    }

    @PostMapping(value = "/element-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String elementInstances(@RequestBody(required = false) String body) {
        return elements.search(body).toString();
    }

    @PostMapping(value = "/incidents/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String incidents(@RequestBody(required = false) String body) {
        return incidents.search(body).toString();
    }

    @PostMapping(value = "/process-instances/{key}/incidents/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String incidentsOf(@PathVariable String key, @RequestBody(required = false) String body) {
        return incidents.searchOf(instances.get(key).getProcessInstanceKey(), body).toString();
    }

    @PostMapping(value = "/variables/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String variables(@RequestBody(required = false) String body,
            @RequestParam(defaultValue = "true") boolean truncateValues) {
        return variables.search(body, truncateValues).toString();
    }

    @GetMapping("/variables/{key}")
    VariableResult variable(@PathVariable String key) {
        return variables.get(key);
    }

    @GetMapping("/process-instances/{key}")
    ProcessInstanceResult processInstance(@PathVariable String key) {
        return instances.get(key);
    }

    @GetMapping("/process-instances/{key}/call-hierarchy")
    List<ProcessInstanceCallHierarchyEntry> callHierarchy(@PathVariable String key) {
        return instances.callHierarchy(key);
    }

    @GetMapping("/process-instances/{key}/statistics/element-instances")
    ProcessInstanceElementStatisticsQueryResult statistics(@PathVariable String key) {
        return statistics.ofInstance(instances.get(key).getProcessInstanceKey());
    }

    @GetMapping("/process-instances/{key}/sequence-flows")
    ProcessInstanceSequenceFlowsQueryResult sequenceFlows(@PathVariable long key) {
        ProcessInstanceResult instance = instances.get(String.valueOf(key));
        return new ProcessInstanceSequenceFlowsQueryResult().items(flows.taken(key).stream()
                .map(flow -> new ProcessInstanceSequenceFlowResult().sequenceFlowId(key + "_" + flow).elementId(flow)
                        .processInstanceKey(instance.getProcessInstanceKey())
                        .processDefinitionKey(instance.getProcessDefinitionKey())
                        .processDefinitionId(instance.getProcessDefinitionId())
                        .tenantId(Camunda.TENANT)).toList());
    }

    @GetMapping("/element-instances/{key}")
    ElementInstanceResult elementInstance(@PathVariable String key) {
        return elements.get(key);
    }

    @GetMapping("/incidents/{key}")
    IncidentResult incident(@PathVariable String key) {
        return incidents.get(key);
    }
}
