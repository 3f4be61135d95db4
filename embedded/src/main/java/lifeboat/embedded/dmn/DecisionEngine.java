package lifeboat.embedded.dmn;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.camunda.dmn.Audit;
import org.camunda.dmn.DmnEngine;
import org.camunda.dmn.parser.FeelExpression;
import org.camunda.dmn.parser.ParsedDecisionLogic;
import org.camunda.dmn.parser.ParsedDecisionTable;
import org.camunda.dmn.parser.ParsedDmn;
import org.camunda.dmn.parser.ParsedInput;
import org.camunda.dmn.parser.ParsedLiteralExpression;
import org.camunda.dmn.parser.ParsedRule;
import org.camunda.feel.impl.JavaValueMapper;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValError;
import org.camunda.feel.valuemapper.CustomValueMapper;
import org.camunda.feel.valuemapper.ValueMapper;
import scala.jdk.javaapi.CollectionConverters;

/** Evaluates DMN with what Zeebe itself evaluates it with. */
public final class DecisionEngine {

    private final DmnEngine engine;
    private final ValueMapper values = new ValueMapper.CompositeValueMapper(
            CollectionConverters.asScala(List.<CustomValueMapper>of(new JavaValueMapper())).toList());

    /** @param clock the time that {@code now()} tells */
    public DecisionEngine(Supplier<Instant> clock) {
        engine = new DmnEngine.Builder().clock(() -> clock.get().atZone(ZoneId.systemDefault())).build();
    }

    /**
     * What an evaluation gave.
     *
     * @param output null if it failed
     * @param failure why it failed, and {@code failedId} which decision; null if it did not
     * @param decisions all that were evaluated, one that is required before the one that requires it
     */
    record Decided(Object output, String failure, String failedId, List<EvaluatedDecision> decisions) {
    }

    /** @throws IllegalArgumentException with what is wrong with the file */
    public ParsedDmn parse(byte[] content) {
        try {
            var parsed = engine.parse(new ByteArrayInputStream(content));
            if (parsed.isLeft()) {
                throw new IllegalArgumentException(parsed.left().toOption().get().message());
            }
            return parsed.toOption().get();
        } catch (NullPointerException | NoSuchElementException e) {
            throw new IllegalArgumentException("A decision lacks what its logic needs: " + e.getMessage(), e);
        }
    }

    Decided evaluate(ParsedDmn dmn, String decisionId, Map<String, Object> variables) {
        Map<String, Object> mapped = new LinkedHashMap<>();
        variables.forEach((name, value) -> mapped.put(name, values.toVal(value)));
        var result = engine.eval(dmn, decisionId, mapped);
        if (result.isLeft()) {
            DmnEngine.EvalFailure failure = result.left().toOption().get();
            return new Decided(null, failure.failure().message(), failedId(failure.auditLog(), decisionId),
                    decisions(failure.auditLog()));
        }
        DmnEngine.EvalResult output = result.toOption().get();
        List<EvaluatedDecision> decisions = decisions(output.auditLog());
        return new Decided(decisions.get(decisions.size() - 1).output(), null, null, decisions);
    }

    private static String failedId(Audit.AuditLog log, String decisionId) {
        return entries(log).stream().filter(entry -> entry.result().result() instanceof ValError)
                .map(Audit.AuditLogEntry::id).findFirst().orElse(decisionId);
    }

    /** Business knowledge is no decision. */
    private static List<Audit.AuditLogEntry> entries(Audit.AuditLog log) {
        return CollectionConverters.asJava(log.entries()).stream()
                .filter(entry -> log.dmn().decisionsById().contains(entry.id())).toList();
    }

    private List<EvaluatedDecision> decisions(Audit.AuditLog log) {
        return entries(log).stream().map(this::decision).toList();
    }

    private EvaluatedDecision decision(Audit.AuditLogEntry entry) {
        List<EvaluatedDecision.Input> inputs = new ArrayList<>();
        List<EvaluatedDecision.Rule> rules = new ArrayList<>();
        if (entry.result() instanceof Audit.DecisionTableEvaluationResult table) {
            List<ParsedRule> order = List.copyOf(CollectionConverters.asJavaCollection(
                    ((ParsedDecisionTable) entry.decisionLogic()).rules()));
            CollectionConverters.asJava(table.inputs()).forEach(input -> inputs.add(new EvaluatedDecision.Input(
                    input.input().id(), name(input.input()), plain(input.value()))));
            CollectionConverters.asJava(table.matchedRules()).forEach(rule -> rules.add(new EvaluatedDecision.Rule(
                    rule.rule().id(), order.indexOf(rule.rule()) + 1, outputs(rule))));
        }
        return new EvaluatedDecision(entry.id(), entry.name(), type(entry.decisionLogic()), inputs, rules,
                plain(entry.result().result()));
    }

    /** Its label; without one what is evaluated. */
    private static String name(ParsedInput input) {
        return input.name() == null && input.expression() instanceof FeelExpression feel ? feel.expression().text()
                : input.name();
    }

    private List<EvaluatedDecision.Output> outputs(Audit.EvaluatedRule rule) {
        return CollectionConverters.asJava(rule.outputs()).stream().map(output -> new EvaluatedDecision.Output(
                output.output().id(), output.output().label() == null ? output.output().name()
                : output.output().label(), plain(output.value()))).toList();
    }

    private static String type(ParsedDecisionLogic logic) {
        return logic instanceof ParsedDecisionTable ? "DECISION_TABLE"
                : logic instanceof ParsedLiteralExpression ? "LITERAL_EXPRESSION" : "UNSPECIFIED";
    }

    private Object plain(Val value) {
        return value instanceof ValError ? null : values.unpackVal(value);
    }
}
