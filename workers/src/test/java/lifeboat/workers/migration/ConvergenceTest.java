package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConvergenceTest {

    private final SimulatedWorld world = new SimulatedWorld();
    private final SimulatedWorkers workers = new SimulatedWorkers(world);
    private final SimulatedServer source = world.servers.get("pmc1");
    private final SimulatedServer target = world.servers.get("pmc2");
    private MigrationPlan plan;

    @BeforeEach
    void plan() throws DeviceException {
        plan = workers.plan();
    }

    private void everything(Outcome outcome) throws DeviceException {
        Served served = workers.convergence.service(plan, outcome);
        assertThat(served.left()).isEmpty();
        workers.convergence.users(served.plan(), served.outcome());
        assertThat(workers.convergence.copies(served.plan(), served.outcome(), true)).isEmpty();
        assertThat(workers.convergence.path(plan)).isEmpty();
        assertThat(workers.convergence.vlan(plan, true)).isEmpty();
        assertThat(world.wrong(false)).isEmpty();
    }

    private void reserved() throws DeviceException {
        world.devices.controlPlane("cp1").ensurePath(plan.pathName(), "l1sw2", plan.bandwidth());
        plan = plan.in(workers.vlans.configure(plan));
    }

    @Test
    void bringsEverythingBackFromTheMidstOfTheMainProcess() throws DeviceException {
        reserved();
        workers.main.freeze(plan);
        workers.main.transfer(plan);
        workers.main.moveVirtualIp(plan);
        workers.main.moveUsersTo(plan, plan.target());
        assertThat(workers.decision.of(plan)).isEqualTo(Outcome.ROLLED_BACK);

        everything(Outcome.ROLLED_BACK);
        everything(Outcome.ROLLED_BACK);
    }

    @Test
    void finishesWhatWasResumed() throws DeviceException {
        reserved();
        workers.main.freeze(plan);
        workers.main.transfer(plan);
        workers.main.moveVirtualIp(plan);
        workers.main.resume(plan);

        everything(Outcome.MIGRATED);
        everything(Outcome.MIGRATED);
    }

    @Test
    void saysThatTheProcessRunsNoMore() throws DeviceException {
        source.running = Optional.empty();

        assertThat(workers.convergence.service(plan, Outcome.ROLLED_BACK).left()).containsExactly(
                "Process video does not run at site main any more: it is absent there.");
    }

    @Test
    void saysWhatMayBeLeftOnWhichDeviceAndWhatThatSaid() throws DeviceException {
        reserved();
        world.cut("cp2", false);
        world.cut("l2sw1", false);

        assertThat(workers.convergence.path(plan)).isNotEmpty().allSatisfy(sentence -> assertThat(sentence)
                .startsWith("Light path %s may be left at cp2: ".formatted(plan.pathName()))
                .contains("cp2 refuses the connection"));
        assertThat(workers.convergence.vlan(plan, false)).singleElement().asString()
                .startsWith("VLAN 100 (%s) may be left on l2sw1: ".formatted(plan.pathName()));

        world.heal();
        assertThat(workers.convergence.path(plan)).isEmpty();
        assertThat(workers.convergence.vlan(plan, false)).isEmpty();
    }

    @Test
    void waitsForACommandThatMayStillComeBeforeItBelievesWhatItReads() throws DeviceException {
        long before = world.time.now();
        world.noteLateCommand(SimulatedWorld.NAGW);

        workers.convergence.users(plan, Outcome.ROLLED_BACK);

        assertThat(world.time.now() - before).isGreaterThan(4_000_000_000L);
        assertThat(world.devices.lateCommandsFor(SimulatedWorld.NAGW)).isZero();
    }

    @Test
    void leavesAProcessToTheMigrationThatHasItByNow() throws DeviceException {
        workers.planner.abandon(1, "n", SimulatedWorld.PROCESS);
        MigrationPlan first = plan;
        workers.planner.plan(2, "n2", SimulatedWorld.PROCESS, "backup", true, "stop-and-copy", () -> { });

        assertThat(workers.convergence.isAnothers(first)).isTrue();
        assertThat(workers.convergence.again(first, Outcome.ROLLED_BACK).left()).isEmpty();
        assertThat(target.running).isEmpty();
    }

    @Test
    void saysWhichDevicesDoNotKeepWhatTheyHave() {
        world.unsaved.put(plan.target().layerTwoSwitch(), "it is busy");

        assertThat(workers.convergence.notSaved(plan)).containsExactly(
                "The configuration of %s is not saved, and is lost when it restarts: it is busy."
                        .formatted(plan.target().layerTwoSwitch()));
    }
}
