package lifeboat.embedded;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small decisions. */
final class Dmn {

    private Dmn() {
    }

    /** A table from {@code site} to {@code order}. @param rules a condition and a result, again and again */
    static String table(String id, String hitPolicy, String... rules) {
        String lines = IntStream.range(0, rules.length / 2).mapToObj(i -> """
                <rule id="%s_rule%d">
                  <inputEntry id="%s_in%d"><text>%s</text></inputEntry>
                  <outputEntry id="%s_out%d"><text>%s</text></outputEntry>
                </rule>
                """.formatted(id, i, id, i, rules[2 * i], id, i, rules[2 * i + 1])).collect(Collectors.joining());
        return definitions(id, """
                <decisionTable id="%s_table" hitPolicy="%s">
                  <input id="%s_site" label="site">
                    <inputExpression id="%s_expression" typeRef="string"><text>site</text></inputExpression>
                  </input>
                  <output id="%s_order" label="order" name="order" typeRef="number" />
                  %s
                </decisionTable>
                """.formatted(id, hitPolicy, id, id, id, lines));
    }

    static String literal(String id, String expression) {
        return definitions(id, """
                <variable id="%s_variable" name="result" />
                <literalExpression id="%s_literal"><text>%s</text></literalExpression>
                """.formatted(id, id, expression));
    }

    private static String definitions(String id, String decision) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="%s_requirements"
                    name="Requirements of %s" namespace="http://camunda.org/schema/1.0/dmn">
                  <decision id="%s" name="Decision %s">
                    %s
                  </decision>
                </definitions>
                """.formatted(id, id, id, id, decision);
    }
}
