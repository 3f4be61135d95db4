package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.pmc.CopyRecord;
import lifeboat.pmc.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final String VIDEO = SimulatedWorld.PROCESS;

    private final SimulatedWorld world = new SimulatedWorld();
    private final SimulatedWorkers workers = new SimulatedWorkers(world);

    private MigrationPlan plan(long key, String target) throws DeviceException {
        return workers.planner.plan(key, "n" + key, VIDEO, target, true, null, () -> { });
    }

    /** By which migration each PMC has the process. */
    private List<Epoch> taken() {
        return world.servers.values().stream().map(server -> server.record().map(CopyRecord::active)
                .orElse(Epoch.NONE)).toList();
    }

    @Test
    void plansByWhatTheDevicesSay() throws DeviceException {
        MigrationPlan plan = plan(1, "backup");

        assertThat(plan.source().site()).isEqualTo("main");
        assertThat(plan.target().site()).isEqualTo("backup");
        assertThat(plan.migrationVlan()).isEqualTo(100);
        assertThat(plan.bandwidth()).isEqualTo(1_000_000_000);
        assertThat(plan.target().imageAddress()).isEqualTo("10.100.0.2");
        assertThat(plan.target().addresses()).contains("10.98.0.2");
        assertThat(plan.epoch()).isEqualTo("1@1-n1");
        assertThat(taken()).hasSize(2).allSatisfy(epoch -> assertThat(epoch).hasToString("1@1-n1"));
    }

    @Test
    void sendsTheImageByThePublicNetworkWithoutALightPath() throws DeviceException {
        MigrationPlan plan = workers.planner.plan(1, "n", VIDEO, "backup", false, "stop-and-copy", () -> { });

        assertThat(plan.transferVlan()).isZero();
        assertThat(plan.bandwidth()).isEqualTo(10_000_000);
        assertThat(plan.target().imageAddress()).isEqualTo("10.98.0.2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "audio | backup | - | There is no service 'audio' in the inventory; there is video.",
        "-     | backup | - | The request names no service.",
        "video | moon   | - | There is no site 'moon' in the inventory; there is backup, main.",
        "video | -      | - | The request names no site.",
        "video | main   | - | Service video runs at site main already.",
        "video | backup | teleport | There is no strategy 'teleport'; there is auto, stop-and-copy, pre-copy, post-copy."
    })
    void refusesWhatCannotBeAndTakesNothing(String service, String target, String strategy, String sentence) {
        assertThatThrownBy(() -> workers.planner.plan(1, "n", service, target, true, strategy, () -> { }))
                .isInstanceOf(Refused.class).hasMessage(sentence);
        workers.planner.abandon(1, "n", service);

        assertThat(taken()).containsOnly(Epoch.NONE);
        assertThat(workers.reservations).isEmpty();
    }

    @Test
    void refusesWhileTheUsersAreElsewhere() throws DeviceException {
        world.devices.accessGateway(SimulatedWorld.NAGW).ensureUserVlan("users", 2);

        assertThatThrownBy(() -> plan(1, "backup")).isInstanceOf(Refused.class)
                .hasMessageStartingWith("The users of service video are in VLAN 2, but it runs at site main in VLAN 1");
    }

    @Test
    void takesTheFirstVlanThatIsFreeOnBothSwitches() throws DeviceException {
        world.devices.layerTwoSwitch("l2sw2").ensureVlan(100, "somebody-elses");

        assertThat(plan(1, "backup").migrationVlan()).isEqualTo(101);
    }

    @Test
    void refusesIfNoVlanIsFree() throws DeviceException {
        world.devices.layerTwoSwitch("l2sw1").ensureVlan(100, "somebody-elses");
        world.devices.layerTwoSwitch("l2sw2").ensureVlan(101, "somebody-elses");

        assertThatThrownBy(() -> plan(1, "backup")).isInstanceOf(Refused.class)
                .hasMessage("None of the VLANs 100 to 101 is free on l2sw1 and l2sw2.");
    }

    @Test
    void refusesAServiceThatIsBeingMigrated() throws DeviceException {
        plan(1, "backup");

        assertThatThrownBy(() -> plan(2, "backup")).isInstanceOf(Refused.class)
                .hasMessage("Service video is already being migrated: see 'lifeboat status 1'.");
        workers.planner.abandon(2, "n2", VIDEO);

        assertThat(taken()).allSatisfy(epoch -> assertThat(epoch).hasToString("1@1-n1"));
    }

    @Test
    void goesOnWithWhatAnEarlierTryHasTaken() throws DeviceException {
        MigrationPlan first = plan(1, "backup");

        assertThat(plan(1, "backup").epoch()).isEqualTo(first.epoch());
    }

    @Test
    void takesAGreaterEpochThanAnyBefore() throws DeviceException {
        plan(1, "backup");
        workers.planner.abandon(1, "n1", VIDEO);
        SimulatedMigration migrated = new SimulatedMigration(world, 2, "backup", "stop-and-copy", true);
        migrated.run(Duration.ZERO);
        assertThat(migrated.outcome()).isEqualTo("migrated");

        long before = world.servers.get("pmc2").record().orElseThrow().resumed().number();
        assertThat(plan(3, "main").migrationEpoch().number()).isGreaterThan(before);
    }

    @Test
    void givesBackWhatItHasTakenWhenItIsRefused() throws DeviceException {
        world.devices.accessGateway(SimulatedWorld.NAGW).ensureUserVlan("users", 2);
        assertThatThrownBy(() -> plan(1, "backup")).isInstanceOf(Refused.class);
        assertThat(taken()).doesNotContain(Epoch.NONE);

        workers.planner.abandon(1, "n1", VIDEO);

        assertThat(taken()).containsOnly(Epoch.NONE);
    }

    @Test
    void looksAfterWhatItCannotGiveBack() throws DeviceException {
        plan(1, "backup");
        world.cut("pmc2", false);

        workers.planner.abandon(1, "n1", VIDEO);

        assertThat(workers.reservations).extracting(Reservation::pmcs).contains(List.of("pmc2"));
    }

    @Test
    void saysWhichPmcDoesNotAnswer() {
        world.cut("pmc2", false);

        assertThatThrownBy(() -> plan(1, "backup")).isInstanceOf(DeviceException.Unreachable.class)
                .hasMessageContaining("pmc2");
    }

    @Test
    void refusesAServiceThatRunsNowhere() {
        world.servers.get("pmc1").running = Optional.empty();

        assertThatThrownBy(() -> plan(1, "backup")).isInstanceOf(Refused.class)
                .hasMessage("Service video runs at no site of the inventory: there is nothing to migrate.");
    }

    @Test
    void takesNothingOnceTheJobIsAnothers() {
        assertThatThrownBy(() -> workers.planner.plan(1, "n", VIDEO, "backup", true, null, () -> {
            throw new Steps.LeaseLost("another's", null);
        })).isInstanceOf(Steps.LeaseLost.class);

        assertThat(taken()).containsOnly(Epoch.NONE);
    }
}
