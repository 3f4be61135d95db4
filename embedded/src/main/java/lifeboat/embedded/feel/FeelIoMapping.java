package lifeboat.embedded.feel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lifeboat.embedded.variable.JsonVariables;
import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.operaton.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.pvm.runtime.ScopeInstantiationContext;

/**
 * Zeebe's input and output mappings. Inputs become variables of the element's own scope, outputs go to the scope
 * around it. The mappings of one direction are one FEEL context, as in Zeebe: later ones see the results of earlier
 * ones, of two with one target the last counts, and a dotted target ({@code a.b}) makes a context, or changes the one
 * that is there. An element that is cancelled maps nothing.
 */
public class FeelIoMapping extends IoMapping {

    /** One {@code zeebe:input} or {@code zeebe:output}. */
    public record Mapping(String source, String target) {
    }

    /** An expression that is a variable's name, and nothing else. */
    private static final Pattern VARIABLE = Pattern.compile("=\\s*(?!(?:null|true|false)\\b)([A-Za-z_]\\w*)\\s*");

    /**
     * The mappings of one direction.
     *
     * @param context all of them as a FEEL context, empty if there are none
     * @param copies where all of them only copy a variable, which; else empty. The others are not read then: each is a
     *     query of its own.
     */
    private record Direction(String context, Map<String, String> copies) {

        static Direction of(List<Mapping> mappings, boolean changes) {
            Map<String, String> copies = new LinkedHashMap<>();
            for (Mapping mapping : mappings) {
                Matcher variable = VARIABLE.matcher(mapping.source());
                if (!variable.matches() || !isCopy(variable.group(1), mapping.target(), copies.keySet())) {
                    copies.clear();
                    break;
                }
                copies.put(mapping.target(), variable.group(1));
            }
            return new Direction(FeelIoMapping.context(tree(mappings), "", changes), copies);
        }

        /** What an earlier mapping has made is seen by a later one, so that it is no copy of what was there before. */
        private static boolean isCopy(String source, String target, Set<String> earlier) {
            return !target.contains(".") && !earlier.contains(source) && !JsonVariables.isHidden(source);
        }
    }

    private final Feel feel;
    private final JsonVariables json;
    private final Direction inputs;
    private final Direction outputs;

    public FeelIoMapping(Feel feel, JsonVariables json, List<Mapping> inputs, List<Mapping> outputs) {
        this(feel, json, Direction.of(inputs, false), Direction.of(outputs, true));
    }

    private FeelIoMapping(Feel feel, JsonVariables json, Direction inputs, Direction outputs) {
        this.feel = feel;
        this.json = json;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The same mapping, to be extended. */
    protected FeelIoMapping(FeelIoMapping mapping) {
        this(mapping.feel, mapping.json, mapping.inputs, mapping.outputs);
    }

    /** Targets and their expressions, by the parts of their names. */
    private static Map<String, Object> tree(List<Mapping> mappings) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Mapping mapping : mappings) {
            put(tree, mapping.target().split("\\."), expression(mapping.source()));
        }
        return tree;
    }

    private static String expression(String source) {
        return Feel.isExpression(source) ? source.substring(1).strip()
                : '"' + source.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String[] path, String expression) {
        Map<String, Object> parent = tree;
        for (int i = 0; i < path.length - 1; i++) {
            parent = (Map<String, Object>) parent.compute(path[i],
                    (name, old) -> old instanceof Map<?, ?> map ? map : new LinkedHashMap<String, Object>());
        }
        parent.put(path[path.length - 1], expression);
    }

    /** @return a FEEL context, empty if it would have no entry */
    @SuppressWarnings("unchecked")
    private static String context(Map<String, Object> tree, String path, boolean changes) {
        return tree.isEmpty() ? "" : tree.entrySet().stream().map(entry -> entry.getKey() + ":"
                + (entry.getValue() instanceof Map<?, ?> inner
                ? inner((Map<String, Object>) inner, path + entry.getKey(), changes) : entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String inner(Map<String, Object> tree, String path, boolean changes) {
        String context = context(tree, path + ".", changes);
        return changes ? "if (%s = null) then %s else context merge([%s,%s])".formatted(path, context, path, context)
                : context;
    }

    public boolean hasOutputs() {
        return !outputs.context().isEmpty();
    }

    @Override
    public void executeInputParameters(AbstractVariableScope scope) {
        if (isOnlyAroundWhatStarts(scope)) {
            return;
        }
        apply(inputs, scope).forEach(scope::setVariableLocal);
    }

    /** As in Zeebe, what a modification starts around the element that it names maps nothing in. */
    private static boolean isOnlyAroundWhatStarts(AbstractVariableScope scope) {
        ScopeInstantiationContext context = ((ExecutionEntity) scope).getScopeInstantiationContext();
        return context != null && context.getInstantiationStack() != null
                && ((ExecutionEntity) scope).getActivity() != context.getInstantiationStack().getTargetActivity();
    }

    @Override
    public void executeOutputParameters(AbstractVariableScope scope) {
        mapOutputs(scope, scope.getParentVariableScope());
    }

    /** The outputs of an element that ends, also of one that the engine maps nothing out of. */
    public void mapOutputs(VariableScope ending, VariableScope around) {
        if (!isCanceled(ending)) {
            apply(outputs, ending).forEach(around::setVariable);
        }
    }

    protected static boolean isCanceled(VariableScope scope) {
        return scope instanceof ExecutionEntity execution && execution.isCanceled();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> apply(Direction mappings, VariableScope scope) {
        if (mappings.context().isEmpty()) {
            return Map.of();
        }
        if (!mappings.copies().isEmpty()) {
            Map<String, Object> copied = new HashMap<>();
            mappings.copies().forEach((target, variable) -> copied.put(target, scope.getVariable(variable)));
            return copied;
        }
        Map<String, Object> results = (Map<String, Object>) feel.evaluate("=" + mappings.context(),
                json.values(scope.getVariables()), IncidentType.IO_MAPPING_ERROR);
        Map<String, Object> stored = new HashMap<>();
        results.forEach((name, value) -> stored.put(name, json.stored(value)));
        return stored;
    }
}
