package lifeboat.embedded.decision;

import java.util.List;
import java.util.Map;
import org.operaton.bpm.dmn.engine.DmnDecisionResultEntries;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.operaton.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.operaton.bpm.engine.impl.util.DecisionEvaluationUtil;
import org.operaton.bpm.engine.variable.Variables;
import org.operaton.bpm.model.dmn.BuiltinAggregator;
import org.operaton.bpm.model.dmn.HitPolicy;

/**
 * A decision's result in Zeebe's shape: a value where a table has one output, a context where it has several, a list
 * of those where its hit policy finds many.
 */
public final class DecisionOutput {

    private DecisionOutput() {
    }

    /** Whether a decision is a table, not a literal expression. */
    public static boolean isTable(DecisionDefinitionEntity decision) {
        return decision.getDecisionLogic() instanceof DmnDecisionTableImpl;
    }

    /** The place of a rule in its table, from 1. */
    public static int ruleIndex(DecisionDefinitionEntity decision, String ruleId) {
        List<String> rules = ((DmnDecisionTableImpl) decision.getDecisionLogic()).getRules().stream()
                .map(DmnDecisionTableRuleImpl::getId).toList();
        return rules.indexOf(ruleId) + 1;
    }

    /** What an input of a table is, where it has no label; null if it is not there. */
    public static String inputExpression(DecisionDefinitionEntity decision, String inputId) {
        return ((DmnDecisionTableImpl) decision.getDecisionLogic()).getInputs().stream()
                .filter(input -> input.getId().equals(inputId)).map(input -> input.getExpression().getExpression())
                .findFirst().orElse(null);
    }

    /**
     * Evaluates a decision with its logic, in the command that runs.
     *
     * @throws Exception what the decision engine has against it
     */
    public static Object evaluate(DecisionDefinitionEntity decision, Map<String, Object> variables) throws Exception {
        return of(decision, DecisionEvaluationUtil.evaluateDecision(decision, Variables.fromMap(variables)).stream()
                .map(DmnDecisionResultEntries::getEntryMap).toList());
    }

    /** @param rows what each rule that matched gave, by output */
    public static Object of(DecisionDefinitionEntity decision, List<Map<String, Object>> rows) {
        if (decision.getDecisionLogic() instanceof DmnDecisionTableImpl table) {
            var policy = table.getHitPolicyHandler().getHitPolicyEntry();
            boolean aggregates = policy.getAggregator() != null;
            boolean many = !aggregates && (policy.getHitPolicy() == HitPolicy.COLLECT
                    || policy.getHitPolicy() == HitPolicy.RULE_ORDER
                    || policy.getHitPolicy() == HitPolicy.OUTPUT_ORDER);
            boolean single = table.getOutputs().size() == 1;
            List<Object> values = rows.stream().map(row -> single ? first(row) : (Object) row).toList();
            boolean none = values.isEmpty() || policy.getAggregator() == BuiltinAggregator.COUNT
                    && ((Number) values.get(0)).longValue() == 0;
            return none ? null : many ? values : values.get(0);
        }
        return rows.isEmpty() ? null : first(rows.get(0));
    }

    private static Object first(Map<String, Object> row) {
        return row.isEmpty() ? null : row.values().iterator().next();
    }
}
