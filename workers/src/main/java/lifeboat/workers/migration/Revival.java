package lifeboat.workers.migration;

import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets a process go on at the target though it was decided to run at the source: the source's server has lost it since,
 * and the fenced image at the target is the last one. The source gives it up first, so that it runs once.
 */
@Component
class Revival {

    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

    private final MainProcess main;

    Revival(MainProcess main) {
        this.main = main;
    }

    /** @return the plan by which it runs at the target now; empty if it does not */
    Optional<MigrationPlan> of(MigrationPlan plan) {
        try {
            ProcessMigrationController target = main.target(plan);
            Copy copy = target.find(plan.process());
            if (copy.state() == CopyState.RUNNING && plan.isOwn(copy.resumedEpoch())) {
                return Optional.of(plan.by(copy.resumedEpoch()));
            }
            boolean isWhole = copy.state() == CopyState.STAGED && plan.strategy() != Strategy.POST_COPY;
            boolean isFenced = copy.isOver(copy.activeEpoch()) || !copy.isHeldBy(plan.migrationEpoch());
            return isWhole && isFenced && plan.isOwn(copy.activeEpoch()) ? Optional.of(goOn(plan, target, copy))
                    : Optional.empty();
        } catch (DeviceException e) {
            LOG.warn("Process {} does not go on at site {} yet: {}", plan.process(), plan.target().site(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private MigrationPlan goOn(MigrationPlan plan, ProcessMigrationController target, Copy copy)
            throws DeviceException {
        MigrationEpoch epoch = copy.activeEpoch();
        MigrationEpoch next = copy.isOver(epoch) ? copy.next() : epoch;
        main.source(plan).giveUp(plan.process(), plan.migrationEpoch(), next);
        if (copy.isOver(epoch)) {
            target.adopt(plan.process(), epoch, next);
        }
        main.startAt(plan.target(), plan.by(next));
        LOG.warn("Process {} is lost at site {}, and goes on at site {} by epoch {}", plan.process(),
                plan.source().site(), plan.target().site(), next);
        return plan.by(next);
    }
}
