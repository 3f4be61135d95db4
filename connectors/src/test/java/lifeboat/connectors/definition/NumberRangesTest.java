package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRangesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "42                   | true",
        "10,40-45,100         | true",
        "'2-4, 10,\n  40 - 42' | true",
        "ALL                  | true",
        "NONE                 | false",
        "''                   | false",
        "4,20,142,420-430     | false",
        "43-41                | false",
        "10 20 to 45          | true",
        "1, 42(default)       | true",
        "none                 | false",
        "1-41,43-4094         | false"})
    void containTheNumber(String listed, boolean isThere) {
        assertThat(new NumberRanges(listed).contain(42)).contains(isThere);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[10", "10,m42", "all but 42", "-"})
    void saysNothingOfAListWithWhatIsNoNumber(String listed) {
        assertThat(new NumberRanges(listed).contain(42)).isEmpty();
    }
}
