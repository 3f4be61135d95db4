package lifeboat.embedded.dmn;

import java.util.List;

/**
 * One decision that was evaluated, by itself or because another one requires it. Values are plain Java ones.
 *
 * @param type what its logic is, in the API's words: {@code DECISION_TABLE}, {@code LITERAL_EXPRESSION}; others have
 *         none and are {@code UNSPECIFIED}
 * @param inputs of a table
 * @param rules of a table, those that matched
 */
record EvaluatedDecision(String id, String name, String type, List<Input> inputs, List<Rule> rules, Object output) {

    record Input(String id, String name, Object value) {
    }

    /** @param index its place in the table, from 1 */
    record Rule(String id, int index, List<Output> outputs) {
    }

    record Output(String id, String name, Object value) {
    }
}
