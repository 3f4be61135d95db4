package lifeboat.workers.migration;

import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.NetworkAccessGateway;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.connectors.device.ProcessMigrationController.Terms;
import lifeboat.workers.inventory.Devices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Steps 4 to 8 and their opposites, in terms of devices. */
@Component
class MainProcess {

    private static final Logger LOG = LoggerFactory.getLogger(MainProcess.class);

    private final Devices devices;
    private final Soon soon;

    MainProcess(Devices devices, Soon soon) {
        this.devices = devices;
        this.soon = soon;
    }

    /** The process runs on meanwhile. */
    void sendFirst(MigrationPlan plan) throws DeviceException {
        prepare(plan);
        target(plan).receive(plan.process(), plan.migrationEpoch());
        source(plan).sendFirst(plan.process(), plan.migrationEpoch(), target(plan), plan.target().imageAddress(),
                plan.transferVlan(), plan.firstTransferTimeout());
    }

    /**
     * After a post-copy: until the last page is at the target, the source must live and its light path must stay.
     *
     * @return whether the process has them all; if not, it never will
     */
    boolean fetchesRemainingPages(MigrationPlan plan) throws DeviceException {
        try {
            target(plan).fetchPages(plan.process(), plan.migrationEpoch(), plan.transferTimeout());
            return true;
        } catch (DeviceException.Refused e) {
            LOG.warn("{}: {}", plan.migrationId(), e.getMessage());
            return !isLostAtTarget(plan);
        }
    }

    /** What was decided, once a process that was resumed without its pages has them, or never will. */
    Outcome whole(MigrationPlan plan, Outcome decided) throws DeviceException {
        return decided == Outcome.MIGRATED && plan.strategy() == Strategy.POST_COPY && !fetchesRemainingPages(plan)
                ? Outcome.PROCESS_LOST : decided;
    }

    /** A process that has ended by itself meanwhile is another matter: it is found when the migration converges. */
    private boolean isLostAtTarget(MigrationPlan plan) throws DeviceException {
        Copy copy = target(plan).find(plan.process());
        if (copy.state() == CopyState.RUNNING && !copy.lost()) {
            throw new DeviceException.Unreachable("The pages of process %s have not all arrived at site %s yet."
                    .formatted(plan.process(), plan.target().site()), null);
        }
        return copy.lost();
    }

    void freeze(MigrationPlan plan) throws DeviceException {
        devices.warm(plan.source().pmc(), plan.target().pmc(), plan.nagw());
        prepare(plan);
        source(plan).freeze(plan.process(), plan.migrationEpoch());
    }

    /** From now on the two PMCs can settle the migration between themselves. */
    private void prepare(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController source = source(plan);
        ProcessMigrationController target = target(plan);
        target.prepare(plan.process(), plan.migrationEpoch(), new Terms(plan.virtualIp(), plan.source().addresses(),
                source.imageKey(), plan.encrypted(), plan.freezeTimeout()));
        source.prepare(plan.process(), plan.migrationEpoch(), new Terms(plan.virtualIp(), plan.target().addresses(),
                target.imageKey(), plan.encrypted(), plan.freezeTimeout()));
    }

    void transfer(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController target = target(plan);
        target.receive(plan.process(), plan.migrationEpoch());
        if (plan.strategy() == Strategy.POST_COPY) {
            source(plan).sendWithoutPages(plan.process(), plan.migrationEpoch(), target,
                    plan.target().imageAddress(), plan.transferVlan(), plan.transferTimeout());
        } else {
            source(plan).send(plan.process(), plan.migrationEpoch(), target, plan.target().imageAddress(),
                    plan.transferVlan(), plan.transferTimeout());
        }
    }

    /**
     * The whole image is at the backup site by now, so a main site that does not answer is no reason to go back: its
     * copy is frozen, it thaws only on the word of the target's PMC, and the users leave its VLAN.
     */
    void moveVirtualIp(MigrationPlan plan) throws DeviceException {
        try {
            soon.run("release the virtual IP at the main site", () ->
                    source(plan).release(plan.virtualIp(), plan.process(), plan.migrationEpoch()));
        } catch (DeviceException.Unreachable | DeviceException.StateUnknown e) {
            LOG.warn("Going on without the main site: {}", e.getMessage());
        }
        target(plan).claim(plan.virtualIp(), plan.process(), plan.migrationEpoch());
    }

    void returnVirtualIp(MigrationPlan plan) throws DeviceException {
        soon.run("release the virtual IP at the backup site", () ->
                target(plan).release(plan.virtualIp(), plan.process(), plan.migrationEpoch()));
        soon.run("claim the virtual IP at the main site", () ->
                source(plan).claim(plan.virtualIp(), plan.process(), plan.migrationEpoch()));
    }

    void expectUsers(MigrationPlan plan) throws DeviceException {
        target(plan).expectUsers(plan.process(), plan.migrationEpoch());
    }

    /** Makes sure that the NAGW answers. */
    void askForUsers(MigrationPlan plan) throws DeviceException {
        accessGateway(plan).findUserVlan(plan.userGroup());
    }

    void moveUsersTo(MigrationPlan plan, MigrationPlan.Place place) throws DeviceException {
        accessGateway(plan).ensureUserVlan(plan.userGroup(), place.vlan());
    }

    /** The point of no return. */
    void resume(MigrationPlan plan) throws DeviceException {
        target(plan).resume(plan.process(), plan.migrationEpoch());
    }

    /** A staged process starts at a site, at its address. */
    void startAt(MigrationPlan.Place place, MigrationPlan plan) throws DeviceException {
        ProcessMigrationController pmc = devices.pmc(place.pmc());
        pmc.claim(plan.virtualIp(), plan.process(), plan.migrationEpoch());
        pmc.resume(plan.process(), plan.migrationEpoch());
    }

    void discard(MigrationPlan plan) throws DeviceException {
        soon.run("discard the image at the backup site", () ->
                target(plan).discard(plan.process(), plan.migrationEpoch()));
    }

    boolean runsAtSource(MigrationPlan plan) throws DeviceException {
        return soon.ask("look at the process at the main site", () -> source(plan).find(plan.process())).state()
                == CopyState.RUNNING;
    }

    /** Only when it was decided that the process goes on where it was. */
    void thaw(MigrationPlan plan) throws DeviceException {
        source(plan).thawFenced(plan.process(), plan.migrationEpoch());
    }

    /** Whether the target's PMC lives: it answers this while it is busy with a process. */
    boolean targetAnswers(MigrationPlan plan) {
        try {
            target(plan).imageKey();
            return true;
        } catch (DeviceException.Unreachable e) {
            LOG.info("{}", e.getMessage());
            return false;
        } catch (DeviceException e) {
            return true;
        }
    }

    ProcessMigrationController source(MigrationPlan plan) throws DeviceException {
        return devices.pmc(plan.source().pmc());
    }

    ProcessMigrationController target(MigrationPlan plan) throws DeviceException {
        return devices.pmc(plan.target().pmc());
    }

    private NetworkAccessGateway accessGateway(MigrationPlan plan) throws DeviceException {
        return devices.accessGateway(plan.nagw());
    }
}
