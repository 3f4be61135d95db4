package lifeboat.trial.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import lifeboat.app.status.Migrations.Migration;
import lifeboat.app.status.Migrations.MigrationState;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Devices that misbehave once at each step. Whatever they do: the user's session survives, one copy runs, and nothing
 * is left behind.
 */
class FaultyDevicesIT {

    @RegisterExtension
    private static final RunningSystem system = new RunningSystem(0.05);

    /** A switch that says no to the first of several lines is not sent the others: that is a refusal. */
    private static final String HALF_DONE = "did-but-error l2sw2 vlan|did-but-error l2sw1 interface";

    static Stream<Arguments> faults() {
        return Stream.of("drop-before", "drop-after", "garble", "hang", "did-but-error").flatMap(kind -> Stream.of(
                "%1$s cp1 light-path|%1$s cp2 light-path",
                "%1$s l2sw2 vlan|%1$s l2sw1 interface",
                "%1$s pmc1 freeze|%1$s pmc2 freeze",
                "%1$s pmc1 send|%1$s pmc2 send",
                "%1$s pmc2 vip claim|%1$s pmc1 vip claim",
                "%1$s nagw user-group|%1$s nagw user-group",
                "%1$s pmc2 resume|%1$s pmc1 resume",
                "%1$s cp1 no light-path|%1$s cp2 no light-path",
                "%1$s l2sw1 no vlan|%1$s l2sw2 no vlan").map(faults -> faults.formatted(kind)))
                .filter(faults -> !faults.equals(HALF_DONE)).map(Arguments::of);
    }

    /** @param faults the fault on the way to the backup site, and its like on the way to the main site */
    @ParameterizedTest
    @MethodSource("faults")
    void aFaultThatPassesDoesNotStopTheMigration(String faults) throws Exception {
        boolean back = system.runsAt("server2");
        String[] words = faults.split("\\|")[back ? 1 : 0].split(" ", 3);
        system.lab().run("fault %s %s %s".formatted(words[1], words[0], words[2]));

        Migration migration = system.settled(system.start(back ? "main" : "backup", true));

        assertThat(migration.incidents()).isEmpty();
        assertThat(migration.outcome()).isEqualTo(MigrationState.MIGRATED);
        assertThat(system.runsAt(back ? "server1" : "server2")).isTrue();
        assertThat(system.leftovers()).isEmpty();
        assertThat(system.lab().run("show faults")).isEqualTo("no faults");
        assertThat(system.lab().run("show violations")).isEqualTo("none");
        system.assertUserIsUnharmed();
    }
}
