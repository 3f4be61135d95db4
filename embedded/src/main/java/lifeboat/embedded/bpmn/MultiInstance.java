package lifeboat.embedded.bpmn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lifeboat.embedded.feel.Feel;
import lifeboat.embedded.feel.FeelExpressions;
import lifeboat.embedded.feel.FeelIoMapping;
import lifeboat.embedded.feel.IncidentType;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Zeebe's multi-instance on the engine's: the input collection is evaluated once, the loop counter starts at 1, and
 * the output collection is collected in the order of the input.
 *
 * @param inputElement the variable of an item, empty if it has none
 * @param outputCollection the variable the results are collected in, empty if there is none
 */
public record MultiInstance(Feel feel, JsonVariables json, String inputCollection, String inputElement,
        String outputCollection, String outputElement) {

    /** The variable of an item that the process does not name. */
    static final String UNNAMED_ITEM = JsonVariables.HIDDEN + "item";

    void start(DelegateExecution body) {
        List<?> items = feel.evaluateList(inputCollection, json.values(body.getVariables()));
        body.setVariableLocal(FeelExpressions.ITEMS, json.stored(items));
        if (collects()) {
            body.setVariableLocal(outputCollection, json.stored(Collections.nCopies(items.size(), null)));
        }
    }

    void end(DelegateExecution body) {
        ExecutionEntity execution = (ExecutionEntity) body;
        if (collects() && !execution.isCanceled()) {
            execution.getParentVariableScope().setVariable(outputCollection,
                    execution.getVariableLocal(outputCollection));
        }
    }

    private boolean collects() {
        return !outputCollection.isEmpty();
    }

    /** The mapping of one instance around its own mappings, whose results are the instance's where it has them. */
    FeelIoMapping around(FeelIoMapping mapping) {
        return new FeelIoMapping(mapping) {

            @Override
            public void executeInputParameters(AbstractVariableScope instance) {
                instance.setVariableLocal(JsonVariables.LOOP_COUNTER,
                        (Integer) instance.getVariable(JsonVariables.LOOP_COUNTER) + 1);
                if (!inputElement.isEmpty()) {
                    instance.setVariableLocal(inputElement, instance.getVariable(inputElement));
                }
                String result = outputElement.matches("=\\s*[A-Za-z_]\\w*\\s*") ? outputElement.substring(1).trim()
                        : "";
                if (!result.isEmpty() && !result.equals(inputElement)) {
                    instance.setVariableLocal(result, null);
                }
                super.executeInputParameters(instance);
            }

            @Override
            public void executeOutputParameters(AbstractVariableScope instance) {
                if (!isCanceled(instance)) {
                    mapOutputs(instance, instance);
                    if (collects()) {
                        collect(instance);
                    }
                }
            }
        };
    }

    private void collect(AbstractVariableScope instance) {
        Object result = feel.evaluate(outputElement, json.values(instance.getVariables()),
                IncidentType.EXTRACT_VALUE_ERROR);
        AbstractVariableScope body = instance.getParentVariableScope();
        while (!body.hasVariableLocal(FeelExpressions.ITEMS)) {
            body = body.getParentVariableScope();
        }
        Object before = json.value(body.getVariableLocal(outputCollection));
        List<?> items = (List<?>) json.value(body.getVariableLocal(FeelExpressions.ITEMS));
        List<Object> collected = new ArrayList<>(before instanceof List<?> results ? results
                : Collections.nCopies(items.size(), null));
        collected.set((Integer) instance.getVariableLocal(JsonVariables.LOOP_COUNTER) - 1, result);
        body.setVariableLocal(outputCollection, json.stored(collected));
    }
}
