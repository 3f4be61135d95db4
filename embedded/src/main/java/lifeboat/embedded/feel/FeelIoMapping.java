package lifeboat.embedded.feel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.operaton.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Zeebe's input and output mappings. Inputs become variables of the element's own scope, outputs go to the scope
 * around it. Later mappings see the results of earlier ones; a dotted target ({@code a.b}) makes or extends a context.
 * An element that is cancelled maps nothing.
 */
public class FeelIoMapping extends IoMapping {

    /** One {@code zeebe:input} or {@code zeebe:output}. */
    public record Mapping(String source, String target) {
    }

    private final Feel feel;
    private final JsonVariables json;
    private final List<Mapping> inputs;
    private final List<Mapping> outputs;

    public FeelIoMapping(Feel feel, JsonVariables json, List<Mapping> inputs, List<Mapping> outputs) {
        this.feel = feel;
        this.json = json;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
    }

    /** The same mapping, to be extended. */
    protected FeelIoMapping(FeelIoMapping mapping) {
        this(mapping.feel, mapping.json, mapping.inputs, mapping.outputs);
    }

    public boolean hasOutputs() {
        return !outputs.isEmpty();
    }

    @Override
    public void executeInputParameters(AbstractVariableScope scope) {
        apply(inputs, scope).forEach(scope::setVariableLocal);
    }

    @Override
    public void executeOutputParameters(AbstractVariableScope scope) {
        if (isCanceled(scope)) {
            return;
        }
        VariableScope around = scope.getParentVariableScope();
        apply(outputs, scope).forEach(around::setVariable);
    }

    protected static boolean isCanceled(AbstractVariableScope scope) {
        return scope instanceof ExecutionEntity execution && execution.isCanceled();
    }

    private Map<String, Object> apply(List<Mapping> mappings, VariableScope scope) {
        Map<String, Object> visible = new HashMap<>(json.values(scope.getVariables()));
        Map<String, Object> results = new HashMap<>();
        for (Mapping mapping : mappings) {
            Object value = feel.evaluate(mapping.source(), visible, IncidentType.IO_MAPPING_ERROR);
            put(results, mapping.target().split("\\."), value);
            visible.putAll(results);
        }
        Map<String, Object> stored = new HashMap<>();
        results.forEach((name, value) -> stored.put(name, json.stored(value)));
        return stored;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> target, String[] path, Object value) {
        Map<String, Object> context = target;
        for (int i = 0; i < path.length - 1; i++) {
            context = (Map<String, Object>) context.compute(path[i],
                    (name, old) -> old instanceof Map<?, ?> map ? map : new HashMap<String, Object>());
        }
        context.put(path[path.length - 1], value);
    }
}
