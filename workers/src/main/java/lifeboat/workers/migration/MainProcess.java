package lifeboat.workers.migration;

import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.NetworkAccessGateway;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.workers.inventory.Devices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Steps 4 to 8 and their opposites, in terms of devices. */
@Component
class MainProcess {

    private static final Logger LOG = LoggerFactory.getLogger(MainProcess.class);

    private final Devices devices;

    MainProcess(Devices devices) {
        this.devices = devices;
    }

    /** The process runs on meanwhile. */
    void sendFirst(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController target = prepareTarget(plan);
        source(plan).sendFirst(plan.process(), plan.epoch(), target, plan.target().imageAddress(),
                plan.transferVlan(), plan.firstTransferTimeout());
    }

    /** After a post-copy: until the last page is at the target, the source must live and its light path must stay. */
    void fetchRemainingPages(MigrationPlan plan) throws DeviceException {
        target(plan).fetchPages(plan.process(), plan.epoch(), plan.transferTimeout());
    }

    void freeze(MigrationPlan plan) throws DeviceException {
        devices.warm(plan.source().pmc(), plan.target().pmc(), plan.nagw());
        source(plan).freeze(plan.process(), plan.epoch());
    }

    /** Never before it is certain that the target has no copy. */
    void thaw(MigrationPlan plan) throws DeviceException {
        discard(plan);
        source(plan).thaw(plan.process(), plan.epoch());
    }

    void transfer(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController target = prepareTarget(plan);
        if (plan.strategy() == Strategy.POST_COPY) {
            source(plan).sendWithoutPages(plan.process(), plan.epoch(), target, plan.target().imageAddress(),
                    plan.transferVlan(), plan.transferTimeout());
        } else {
            source(plan).send(plan.process(), plan.epoch(), target, plan.target().imageAddress(),
                    plan.transferVlan(), plan.transferTimeout());
        }
    }

    private ProcessMigrationController prepareTarget(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController target = target(plan);
        if (plan.encrypted()) {
            ProcessMigrationController source = source(plan);
            target.encrypt(plan.process(), plan.epoch(), source.imageKey());
            source.encrypt(plan.process(), plan.epoch(), target.imageKey());
        }
        target.receive(plan.process(), plan.epoch());
        return target;
    }

    void discard(MigrationPlan plan) throws DeviceException {
        target(plan).discard(plan.process(), plan.epoch());
    }

    /**
     * The whole image is at the backup site by now, so a main site that does not answer is no reason to go back: its
     * copy is frozen, only we can thaw it, and the users leave its VLAN.
     */
    void moveVirtualIp(MigrationPlan plan) throws DeviceException {
        try {
            source(plan).release(plan.virtualIp(), plan.process(), plan.epoch());
        } catch (DeviceException.Unreachable | DeviceException.StateUnknown e) {
            LOG.warn("Going on without the main site: {}", e.getMessage());
        }
        target(plan).claim(plan.virtualIp(), plan.process(), plan.epoch());
    }

    void returnVirtualIp(MigrationPlan plan) throws DeviceException {
        target(plan).release(plan.virtualIp(), plan.process(), plan.epoch());
        source(plan).claim(plan.virtualIp(), plan.process(), plan.epoch());
    }

    void switchUserVlan(MigrationPlan plan) throws DeviceException {
        accessGateway(plan).ensureUserVlan(plan.userGroup(), plan.target().vlan());
    }

    void returnUserVlan(MigrationPlan plan) throws DeviceException {
        accessGateway(plan).ensureUserVlan(plan.userGroup(), plan.source().vlan());
    }

    /** The point of no return. */
    void resume(MigrationPlan plan) throws DeviceException {
        target(plan).resume(plan.process(), plan.epoch());
    }

    /**
     * Removes the frozen copy at the main site, which is of no use once the process runs elsewhere.
     *
     * @return what is left to do if the main site does not answer; the next migration to it does it, too
     */
    Optional<String> discardSource(MigrationPlan plan) {
        try {
            source(plan).discardMigrated(plan.process(), plan.epoch());
            return Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(("A frozen copy may be left at site %s: when it answers again, say "
                    + "'discard %s epoch %d migrated' to %s. (%s)").formatted(plan.source().site(), plan.process(),
                    plan.epoch(), plan.source().pmc(), e.getMessage()));
        }
    }

    boolean isResumed(MigrationPlan plan) throws DeviceException {
        return target(plan).find(plan.process()).state() == CopyState.RUNNING;
    }

    /** Ends a transfer that is under way. */
    void stopTransfer(MigrationPlan plan) throws DeviceException {
        if (target(plan).find(plan.process()).state() == CopyState.RECEIVING) {
            discard(plan);
        }
    }

    private ProcessMigrationController source(MigrationPlan plan) throws DeviceException {
        return devices.pmc(plan.source().pmc());
    }

    private ProcessMigrationController target(MigrationPlan plan) throws DeviceException {
        return devices.pmc(plan.target().pmc());
    }

    private NetworkAccessGateway accessGateway(MigrationPlan plan) throws DeviceException {
        return devices.accessGateway(plan.nagw());
    }
}
