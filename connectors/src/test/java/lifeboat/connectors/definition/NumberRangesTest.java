package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "1-41,43-4094         | false"})
    void containTheNumber(String listed, boolean isThere) {
        assertThat(new NumberRanges(listed).contain(42)).isEqualTo(isThere);
    }
}
