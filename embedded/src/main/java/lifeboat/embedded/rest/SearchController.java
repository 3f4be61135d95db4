package lifeboat.embedded.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.ElementInstanceResult;
import io.camunda.client.protocol.rest.IncidentResult;
import io.camunda.client.protocol.rest.ProcessInstanceResult;
import io.camunda.client.protocol.rest.ProcessInstanceSequenceFlowResult;
import io.camunda.client.protocol.rest.ProcessInstanceSequenceFlowsQueryResult;
import io.camunda.client.protocol.rest.VariableResult;
import io.camunda.client.protocol.rest.VariableSearchResult;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.Rejection;
import lifeboat.embedded.history.SequenceFlows;
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

    private final ExecutionHistory history;
    private final VariableHistory variables;
    private final SequenceFlows flows;
    private final Search search = new Search();

    public SearchController(ExecutionHistory history, VariableHistory variables, SequenceFlows flows) {
        this.flows = flows;
        this.history = history;
        this.variables = variables;
    }

    @PostMapping(value = "/process-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String processInstances(@RequestBody(required = false) String body) {
        JsonNode query = Search.query(body);
        List<VariableFilter> variables = VariableFilter.take(query.path("filter"));
        Supplier<List<ProcessInstanceResult>> all = () -> history.processInstances(Narrowing.of(query), variables);
        return (variables.isEmpty() ? search.search(query, ProcessInstanceResult.class,
                HistoryTables.PROCESS_INSTANCES, history::processInstances, all)
                : search.search(query, ProcessInstanceResult.class, all)).toString();
    }

    @PostMapping(value = "/element-instances/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String elementInstances(@RequestBody(required = false) String body) {
        JsonNode query = Search.query(body);
        Narrowing narrowing = Narrowing.of(query);
        List<ElementInstanceResult> inNoTable = history.elementsThatCannotStart(narrowing);
        Supplier<List<ElementInstanceResult>> all = () -> history.elementInstances(narrowing, inNoTable);
        return (inNoTable.isEmpty() ? search.search(query, ElementInstanceResult.class, HistoryTables.ELEMENT_INSTANCES,
                selection -> history.elementInstances(selection, narrowing), all)
                : search.search(query, ElementInstanceResult.class, all)).toString();
    }

    @PostMapping(value = "/incidents/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String incidents(@RequestBody(required = false) String body) {
        JsonNode query = Search.query(body);
        return search.search(query, IncidentResult.class, () -> history.incidents(Narrowing.of(query))).toString();
    }

    @PostMapping(value = "/process-instances/{key}/incidents/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String incidentsOf(@PathVariable String key, @RequestBody(required = false) String body) {
        processInstance(key);
        return search.search(Search.query(body), IncidentResult.class,
                () -> history.incidents(Narrowing.to("processInstanceKey", key))).toString();
    }

    @PostMapping(value = "/variables/search", produces = MediaType.APPLICATION_JSON_VALUE)
    String variables(@RequestBody(required = false) String body,
            @RequestParam(defaultValue = "true") boolean truncateValues) {
        JsonNode query = Search.query(body);
        String processInstanceKey = Narrowing.of(query).value("processInstanceKey").orElse(null);
        return search.search(query, VariableSearchResult.class,
                () -> variables.variables(processInstanceKey, truncateValues)).toString();
    }

    @GetMapping("/variables/{key}")
    VariableResult variable(@PathVariable String key) {
        return variables.variable(key).orElseThrow(() -> Rejection.notFound("GET", "Variable with key '%s' not found",
                key));
    }

    @GetMapping("/process-instances/{key}")
    ProcessInstanceResult processInstance(@PathVariable String key) {
        return only(history.processInstances(Narrowing.to("processInstanceKey", key), List.of()).stream(), key,
                "Process Instance");
    }

    @GetMapping("/process-instances/{key}/sequence-flows")
    ProcessInstanceSequenceFlowsQueryResult sequenceFlows(@PathVariable long key) {
        ProcessInstanceResult instance = processInstance(String.valueOf(key));
        return new ProcessInstanceSequenceFlowsQueryResult().items(flows.taken(key).stream()
                .map(flow -> new ProcessInstanceSequenceFlowResult().sequenceFlowId(key + "_" + flow).elementId(flow)
                        .processInstanceKey(instance.getProcessInstanceKey())
                        .processDefinitionKey(instance.getProcessDefinitionKey())
                        .processDefinitionId(instance.getProcessDefinitionId())
                        .tenantId(Camunda.TENANT)).toList());
    }

    @GetMapping("/element-instances/{key}")
    ElementInstanceResult elementInstance(@PathVariable String key) {
        return only(history.elementInstance(key).stream(), key, "Element Instance");
    }

    @GetMapping("/incidents/{key}")
    IncidentResult incident(@PathVariable String key) {
        return only(history.incidents(Narrowing.to("incidentKey", key)).stream(), key, "Incident");
    }

    private static <T> T only(Stream<T> found, String key, String what) {
        return found.findFirst().orElseThrow(() -> Rejection.notFound("GET", "%s with key '%s' not found", what, key));
    }
}
