package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;

import lifeboat.connectors.device.ProcessMigrationController.Memory;
import org.junit.jupiter.api.Test;

class StrategyChoiceTest {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long GIGABIT = 1_000_000_000;

    @Test
    void sendsAFirstImageWhereLittleChanges() {
        StrategyChoice choice = StrategyChoice.by(new Memory(40 * MEBIBYTE, MEBIBYTE), GIGABIT);

        assertThat(choice.strategy()).isEqualTo(Strategy.PRE_COPY);
        assertThat(choice.reason())
                .isEqualTo("40.0 MiB take 0.34 s, the 1.0 MiB of it that keep changing 0.01 s");
    }

    @Test
    void copiesAtOnceWhatIsSmall() {
        assertThat(StrategyChoice.by(new Memory(10 * MEBIBYTE, 0), GIGABIT).strategy())
                .isEqualTo(Strategy.STOP_AND_COPY);
        assertThat(StrategyChoice.by(new Memory(10 * MEBIBYTE, 0), GIGABIT / 100).strategy())
                .isEqualTo(Strategy.PRE_COPY);
    }

    @Test
    void copiesAtOnceWhatChangesTooFast() {
        StrategyChoice choice = StrategyChoice.by(new Memory(40 * MEBIBYTE, 30 * MEBIBYTE), GIGABIT / 100);

        assertThat(choice.strategy()).isEqualTo(Strategy.STOP_AND_COPY);
        assertThat(choice.reason()).endsWith("a first image would not pay");
    }

    @Test
    void goesByTheNamesOperatorsUse() {
        assertThat(Strategy.named("pre-copy")).contains(Strategy.PRE_COPY);
        assertThat(Strategy.named("PRE_COPY")).isEmpty();
        assertThat(Strategy.names()).isEqualTo("stop-and-copy, pre-copy, post-copy");
    }
}
