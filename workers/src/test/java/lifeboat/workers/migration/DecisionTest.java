package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lifeboat.connectors.device.DeviceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At the source as long as it has not handed the process over, at the target afterwards; asked again, the same. */
class DecisionTest {

    private final SimulatedWorld world = new SimulatedWorld();
    private final SimulatedWorkers workers = new SimulatedWorkers(world);
    private final SimulatedServer source = world.servers.get("pmc1");
    private final SimulatedServer target = world.servers.get("pmc2");
    private MigrationPlan plan;

    @BeforeEach
    void plan() throws DeviceException {
        plan = workers.plan();
    }

    private void assertDecided(Outcome outcome) throws DeviceException {
        assertThat(workers.decision.of(plan)).isEqualTo(outcome);
        assertThat(workers.decision.of(plan)).isEqualTo(outcome);
        assertThat(world.violations()).isEmpty();
    }

    private void transferred() throws DeviceException {
        workers.main.freeze(plan);
        workers.main.transfer(plan);
    }

    @Test
    void leavesAProcessThatRunsWhereItRuns() throws DeviceException {
        assertDecided(Outcome.ROLLED_BACK);

        assertThat(source.running).isPresent();
    }

    @Test
    void thawsAProcessThatTheSourceHasNotHandedOver() throws DeviceException {
        workers.main.freeze(plan);

        assertDecided(Outcome.ROLLED_BACK);

        assertThat(source.running).isPresent();
        assertThat(source.frozen).isEmpty();
    }

    @Test
    void fencesTheTargetBeforeTheSourceThaws() throws DeviceException {
        transferred();

        assertDecided(Outcome.ROLLED_BACK);

        assertThat(source.running).isPresent();
        assertThatThrownBy(() -> workers.main.resume(plan)).isInstanceOf(DeviceException.Refused.class);
        assertThat(target.running).isEmpty();
    }

    @Test
    void staysWithTheTargetOnceItHasResumed() throws DeviceException {
        transferred();
        workers.main.moveVirtualIp(plan);
        workers.main.resume(plan);

        assertDecided(Outcome.MIGRATED);

        assertThat(source.running).isEmpty();
        assertThat(target.running).isPresent();
    }

    @Test
    void startsAWholeImageIfTheMainSiteIsGone() throws DeviceException {
        transferred();
        source.destroy();

        assertDecided(Outcome.MIGRATED);

        assertThat(target.running).isPresent();
    }

    @Test
    void doesNotDecideWhileTheOneThatHasToSaySoIsSilent() throws DeviceException {
        transferred();
        world.cut("pmc2", false);
        world.cut(SimulatedWorld.PEERS, false);

        assertThatThrownBy(() -> workers.decision.of(plan)).isInstanceOf(DeviceException.Unreachable.class)
                .hasMessageContaining("pmc2");
        assertThat(source.running).isEmpty();

        world.heal();
        assertDecided(Outcome.ROLLED_BACK);
    }

    @Test
    void letsTheSourceAskTheTargetByItsOwnWay() throws DeviceException {
        transferred();
        world.cut("pmc2", false);

        assertDecided(Outcome.ROLLED_BACK);

        assertThat(source.running).isPresent();
    }

    @Test
    void saysThatNobodyKnowsWhenTheTargetHasLostItsRecord() throws DeviceException {
        transferred();
        workers.main.moveVirtualIp(plan);
        workers.main.resume(plan);
        target.replace();

        assertThatThrownBy(() -> workers.decision.of(plan)).isInstanceOf(DeviceException.StateUnknown.class)
                .hasMessageContaining("pmc2 has no record of epoch " + plan.epoch());
        assertThat(source.running).isEmpty();
    }

    @Test
    void goesOnAtTheSourceByAnOperatorsWordThatTheTargetIsOff() throws DeviceException {
        transferred();
        target.destroy();

        assertThat(workers.decision.withoutTarget(plan)).isEqualTo(Outcome.ROLLED_BACK);

        assertThat(source.running).isPresent();
    }

    @Test
    void doesNotBelieveThatASiteIsLostThatAnswers() throws DeviceException {
        transferred();
        workers.main.moveVirtualIp(plan);
        workers.main.resume(plan);

        assertThat(workers.decision.withoutTarget(plan)).isEqualTo(Outcome.MIGRATED);

        assertThat(source.running).isEmpty();
    }
}
