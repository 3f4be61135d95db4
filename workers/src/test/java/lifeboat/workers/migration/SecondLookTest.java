package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is looked at again after a report may be a later migration's by then. */
class SecondLookTest {

    private final SimulatedWorld world = new SimulatedWorld();

    @Test
    void leavesTheUsersToAMigrationThatBeginsMeanwhile() {
        SimulatedMigration first = new SimulatedMigration(world, 1, "backup", "stop-and-copy", true);
        first.run(Duration.ZERO);
        assertThat(first.outcome()).isEqualTo("migrated");
        SimulatedMigration second = new SimulatedMigration(world, 2, "main", "stop-and-copy", true);
        long whileItWaits = world.time.in(Duration.ofSeconds(1));
        world.beforeCommand(() -> {
            if (!world.time.isPast(whileItWaits)) {
                world.noteLateCommand(SimulatedWorld.NAGW);
            } else {
                world.beforeCommand(() -> { });
                second.run(Duration.ZERO);
            }
        });

        first.lookAgain();

        assertThat(second.outcome()).isEqualTo("migrated");
        assertThat(world.wrong(false)).isEmpty();
    }

    @Test
    void namesThePathsOfMigrationsWithOneIdApart() {
        MigrationPlan one = plan("2251799813685249", "9@62-01a21a9f-1e18-76a4-8946-605727e0957c");
        MigrationPlan other = plan("2251799813685249", "9@62-01a21a9f-1e18-76a4-8946-7057ab31c2ff");

        assertThat(one.pathName()).isNotEqualTo(other.pathName()).hasSizeLessThanOrEqualTo(32);
        assertThat(one.by(one.migrationEpoch()).pathName()).isEqualTo(one.pathName());
    }

    private static MigrationPlan plan(String id, String epoch) {
        return new MigrationPlan(id, epoch, null, "video", "video", "192.168.2.1", "users", "nagw", null, null, true,
                1_000_000_000, 100, Strategy.STOP_AND_COPY, "", true, 1, "PT20S", "PT20S");
    }
}
