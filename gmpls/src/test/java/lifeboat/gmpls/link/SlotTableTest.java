package lifeboat.gmpls.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotTableTest {

    private final SlotTable<String> table = new SlotTable<>(8);

    @Test
    void givesTheFirstThatAreFree() {
        table.take("a", List.of(1, 3));

        assertThat(table.free(3, Set.of(4))).contains(List.of(2, 5, 6));
        assertThat(table.free(7, Set.of())).isEmpty();
    }

    @Test
    void takesAllOrNone() {
        table.take("a", List.of(1, 2));

        assertThat(table.take("b", List.of(2, 3))).isFalse();
        assertThat(table.take("b", List.of(8, 9))).isFalse();
        assertThat(table.take("b", List.of(0))).isFalse();
        assertThat(table.byHolder()).isEqualTo(Map.of("a", List.of(1, 2)));
        assertThat(table.others("b", List.of(2, 3))).containsExactly("a");
    }

    @Test
    void givesBackWhatAHolderHadWhenItTakesOthers() {
        table.take("a", List.of(1, 2));

        assertThat(table.take("a", List.of(2, 3))).isTrue();
        assertThat(table.byHolder()).isEqualTo(Map.of("a", List.of(2, 3)));
        table.release("a");
        assertThat(table.free(8, Set.of())).isPresent();
    }
}
