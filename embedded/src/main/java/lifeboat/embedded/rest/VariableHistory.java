package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.VariableResult;
import io.camunda.client.protocol.rest.VariableSearchResult;
import java.util.List;
import java.util.Optional;
import lifeboat.embedded.Camunda;
import lifeboat.embedded.deployment.MultiInstance;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.instance.Keys;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.history.HistoricVariableInstance;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;

/** Variables in the words of the v2 API: their values are JSON texts, and each is in one scope. */
public class VariableHistory {

    private static final int LONGEST = 8191;
    private static final String BODY = BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX + ":";

    private final HistoryService history;
    private final DeployedProcesses processes;
    private final JsonVariables json;

    public VariableHistory(EmbeddedEngine engine) {
        this.json = engine.json();
        this.history = engine.operaton().getHistoryService();
        this.processes = new DeployedProcesses(engine.operaton());
    }

    /**
     * @param processInstanceId null for the variables of all instances
     * @param truncate whether long values are cut
     */
    List<VariableSearchResult> variables(String processInstanceId, boolean truncate) {
        var query = history.createHistoricVariableInstanceQuery();
        if (processInstanceId != null) {
            query.processInstanceId(processInstanceId);
        }
        return query.orderByVariableName().asc().list().stream()
                .filter(this::isShown).map(variable -> result(variable, truncate)).toList();
    }

    Optional<VariableResult> variable(String key) {
        return history.createHistoricVariableInstanceQuery().variableId(key).list().stream()
                .filter(this::isShown)
                .map(variable -> new VariableResult().variableKey(variable.getId()).name(variable.getName())
                        .value(json(variable)).scopeKey(scope(variable))
                        .processInstanceKey(variable.getProcessInstanceId()).tenantId(Camunda.TENANT))
                .findFirst();
    }

    private boolean isShown(HistoricVariableInstance variable) {
        return !JsonVariables.isHidden(variable.getName()) && !isOfBody(variable);
    }

    /** What the engine counts around the instances of a multi-instance each of them has for itself. */
    private boolean isOfBody(HistoricVariableInstance variable) {
        String scope = variable.getActivityInstanceId();
        if (scope == null || !scope.contains(BODY)) {
            return false;
        }
        String body = scope.substring(0, scope.indexOf(':'));
        return isItemOrCounter(variable, body)
                && firstElement(variable).map(element -> element.getActivityId().equals(body)).orElse(true);
    }

    private boolean isItemOrCounter(HistoricVariableInstance variable, String body) {
        return variable.getName().equals(MultiInstance.LOOP_COUNTER)
                || processes.find(variable.getProcessDefinitionId())
                .map(process -> process.findActivity(body).getProperties().get(MultiInstance.ITEM))
                .filter(variable.getName()::equals).isPresent();
    }

    private VariableSearchResult result(HistoricVariableInstance variable, boolean truncate) {
        String value = json(variable);
        boolean cut = truncate && value.length() > LONGEST;
        return new VariableSearchResult().variableKey(variable.getId()).name(variable.getName())
                .value(cut ? value.substring(0, LONGEST) : value).isTruncated(cut).scopeKey(scope(variable))
                .processInstanceKey(variable.getProcessInstanceId()).tenantId(Camunda.TENANT);
    }

    private String json(HistoricVariableInstance variable) {
        return json.write(json.value(variable.getValue()));
    }

    private String scope(HistoricVariableInstance variable) {
        String scope = variable.getActivityInstanceId();
        boolean isOfProcess = scope == null || scope.equals(variable.getProcessInstanceId());
        if (isOfProcess && !variable.getProcessInstanceId().equals(variable.getExecutionId())) {
            return scopeOfInput(variable).orElse(variable.getProcessInstanceId());
        }
        return isOfProcess ? variable.getProcessInstanceId() : String.valueOf(Keys.ofElementInstance(scope));
    }

    /** The engine maps inputs before it has the element instance: only the execution tells whose they are. */
    private Optional<String> scopeOfInput(HistoricVariableInstance variable) {
        return firstElement(variable).map(element -> String.valueOf(Keys.ofElementInstance(element.getId())));
    }

    private Optional<HistoricActivityInstance> firstElement(HistoricVariableInstance variable) {
        return history.createHistoricActivityInstanceQuery().executionId(variable.getExecutionId())
                .orderByHistoricActivityInstanceStartTime().asc().list().stream().findFirst();
    }
}
