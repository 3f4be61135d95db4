package lifeboat.pmc.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that need root to run are at least where they are looked for. */
class PerlProgramsTest {

    @ParameterizedTest
    @ValueSource(strings = {"arp.pl", "repair.pl"})
    void isBesideTheClassThatRunsIt(String program) {
        assertThat(Arp.class.getResource(program)).isNotNull();
    }
}
