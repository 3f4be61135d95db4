package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerPatternTest {

    @Test
    void findsAPortByItsNameAndNotByWhatItWouldMean() {
        AnswerPattern pattern = new AnswerPattern("(?m)^(?<port>{port_l1}) \\d{1,4}$");

        assertThat(pattern.fieldsOf("Gi1.2 42", Map.of("port_l1", "Gi1.2"))).contains(Map.of("port", "Gi1.2"));
        assertThat(pattern.fieldsOf("Gi1/2 42", Map.of("port_l1", "Gi1.2"))).isEmpty();
        assertThat(pattern.placeholders()).containsExactly("port_l1");
    }

    @Test
    void isARegularExpression() {
        assertThatThrownBy(() -> new AnswerPattern("(?<vlan>")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsNothingFromAnAnswerThatIsTooLongForIt() {
        assertThat(new AnswerPattern("\\A(?:a|b)*(?<end>y)").fieldsOf("a".repeat(1_000_000) + "y", Map.of()))
                .isEmpty();
    }
}
