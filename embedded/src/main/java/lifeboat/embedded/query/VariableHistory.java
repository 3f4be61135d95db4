package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.client.protocol.rest.VariableResult;
import io.camunda.client.protocol.rest.VariableSearchResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lifeboat.embedded.api.Camunda;
import lifeboat.embedded.api.Rejection;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.EmbeddedEngine;
import lifeboat.embedded.engine.Keys;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.history.HistoricVariableInstance;

/** Variables in the words of the v2 API: their values are JSON texts, and each is in one scope. */
public class VariableHistory {

    private static final int LONGEST = 8191;
    private static final SearchedTable TABLE = new SearchedTable("ACT_HI_VARINST",
            Optional.of("(STATE_ is null or STATE_ <> 'DELETED')"),
            Optional.of("EMBEDDED_VARINST_ORDER"), List.of("NAME_", "ID_"),
            Map.of("variableKey", Column.few("ID_"),
                    "name", Column.text("NAME_").by("EMBEDDED_VARINST_ORDER"),
                    "processInstanceKey", Column.few("PROC_INST_ID_"),
                    "tenantId", Column.always(Camunda.TENANT)));

    private final HistoryService history;
    private final JsonVariables json;
    private final Search search;

    public VariableHistory(EmbeddedEngine engine, Commands commands) {
        this.json = engine.json();
        this.history = engine.operaton().getHistoryService();
        this.search = new Search(commands);
    }

    /**
     * @param body a v2 search
     * @param truncate whether long values are cut
     */
    public JsonNode search(String body, boolean truncate) {
        return search.search(Search.query(body), VariableSearchResult.class, new Source<>(TABLE,
                rows -> rows.rows(history.createNativeHistoricVariableInstanceQuery()).stream()
                        .map(variable -> result(variable, truncate)).toList()));
    }

    /** @param body a v2 search in what an element instance sees, be it its own or the process instance's */
    JsonNode searchSeenBy(String processInstanceKey, String elementInstanceKey, String body) {
        Set<String> scopes = Set.of(processInstanceKey, elementInstanceKey);
        return search.search(Search.query(body), VariableSearchResult.class, () -> history
                .createHistoricVariableInstanceQuery().processInstanceId(processInstanceKey).orderByVariableName().asc()
                .list().stream().filter(variable -> scopes.contains(scope(variable)))
                .map(variable -> result(variable, true)).toList());
    }

    public VariableResult get(String key) {
        return history.createHistoricVariableInstanceQuery().variableId(key).list().stream()
                .map(variable -> new VariableResult().variableKey(variable.getId()).name(variable.getName())
                        .value(json(variable)).scopeKey(scope(variable))
                        .processInstanceKey(variable.getProcessInstanceId()).tenantId(Camunda.TENANT))
                .findFirst().orElseThrow(() -> Rejection.notFound("GET", "Variable with key '%s' not found", key));
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
        return history.createHistoricActivityInstanceQuery().processInstanceId(variable.getProcessInstanceId())
                .executionId(variable.getExecutionId())
                .orderByHistoricActivityInstanceStartTime().asc().list().stream().findFirst();
    }
}
