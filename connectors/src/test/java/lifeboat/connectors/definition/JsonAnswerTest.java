package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonAnswerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{'a': {'b': 'x'}}                             | /a/b                  | x",
        "[{'b': 'x'}]                                  | /0/b                  | x",
        "Last login [3] {'a': 1}  {'b': 'x'}           | /b                    | x",
        "{'a': [{'n': 'p/1', 'v': 5}, {'n': 'p/2', 'v': 6}]} | /a[n=p/2]/v     | 6",
        "{'a': [10, 30, 42]}                           | /a                    | 10,30,42",
        "{'a': {'b': null}, 'c': 'x'}                  | /a/b                  | ",
        "{'name': 'm42', 'ports': [{'name': 'x'}], log | /name                 | -",
        "%LOG {1} up                                   | /name                 | -",
        "{'error': 'timed out'}                        | /name                 | -"})
    void leadsThere(String answer, String way, String found) {
        Optional<Map<String, String>> fields = new JsonAnswer(answer.replace('\'', '"')).fields(Map.of("f", way), Map.of());

        assertThat(fields.map(all -> all.get("f")).orElse("-")).isEqualTo(found == null ? "" : found);
    }
}
