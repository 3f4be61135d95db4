package lifeboat.workers.migration;

import java.util.regex.Pattern;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.connectors.device.ProcessMigrationController.Fence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides where the process of an interrupted migration runs. It is decided in one place: at the source as long as it
 * has not handed the process over, and at the target afterwards. Whoever is asked again says the same again.
 */
@Component
class Decision {

    private static final Logger LOG = LoggerFactory.getLogger(Decision.class);

    /** What the source's PMC says if it has an answer from the target's, but for one that knows nothing. */
    private static final Pattern TARGET_KNOWS = Pattern.compile("says: (?!unknown)");

    private final MainProcess main;
    private final Soon soon;

    Decision(MainProcess main, Soon soon) {
        this.main = main;
        this.soon = soon;
    }

    /** @throws DeviceException if it cannot be decided yet */
    Outcome of(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController source = main.source(plan);
        Copy copy;
        try {
            copy = soon.ask("look at the process at the main site", () -> source.find(plan.process()));
        } catch (DeviceException e) {
            LOG.warn("Deciding without the main site: {}", e.getMessage());
            return withoutSource(plan);
        }
        return isHere(copy, plan.migrationEpoch()) && thaws(plan, source) ? Outcome.ROLLED_BACK : byTarget(plan);
    }

    /** Whether the process runs at the source, or may do so without anybody else's word. */
    private static boolean isHere(Copy copy, MigrationEpoch epoch) {
        return copy.state() == CopyState.RUNNING
                || copy.state() == CopyState.FROZEN && copy.isHeldBy(epoch)
                && (!copy.handedOver() || copy.isOver(epoch));
    }

    /** The source refuses if it has handed the process over meanwhile. */
    private static boolean thaws(MigrationPlan plan, ProcessMigrationController source) throws DeviceException {
        try {
            source.thaw(plan.process(), plan.migrationEpoch());
            return true;
        } catch (DeviceException.Refused e) {
            LOG.info("The main site does not decide alone: {}", e.getMessage());
            return false;
        }
    }

    private Outcome byTarget(MigrationPlan plan) throws DeviceException {
        try {
            Outcome outcome = outcome(plan, soon.ask("fence the migration at the backup site", () -> fence(plan)));
            if (outcome == Outcome.ROLLED_BACK) {
                thawAtOnce(plan);
            }
            return outcome;
        } catch (DeviceException.Unreachable e) {
            thawByItsOwnQuestion(plan, e);
            return Outcome.ROLLED_BACK;
        }
    }

    /** The source's PMC may reach the backup site by another network. */
    private void thawByItsOwnQuestion(MigrationPlan plan, DeviceException fromHere) throws DeviceException {
        try {
            soon.run("thaw the process at the main site", () ->
                    main.source(plan).thaw(plan.process(), plan.migrationEpoch()));
        } catch (DeviceException e) {
            throw new DeviceException.Unreachable("%s Nor can %s: %s".formatted(fromHere.getMessage(),
                    plan.source().pmc(), e.getMessage()), e);
        }
    }

    /** The users wait for it; if it does not succeed now, it does when the migration converges. */
    private void thawAtOnce(MigrationPlan plan) {
        try {
            soon.run("thaw the process at the main site", () -> main.thaw(plan));
        } catch (DeviceException e) {
            LOG.warn("Not thawed yet: {}", e.getMessage());
        }
    }

    /** A whole image at the target is better than a site that does not answer; without one, waiting costs nothing. */
    private Outcome withoutSource(MigrationPlan plan) throws DeviceException {
        ProcessMigrationController target = main.target(plan);
        Copy copy = target.find(plan.process());
        if (copy.state() == CopyState.STAGED && copy.isHeldBy(plan.migrationEpoch())
                && !copy.isOver(plan.migrationEpoch())) {
            try {
                main.startAt(plan.target(), plan);
                return Outcome.MIGRATED;
            } catch (DeviceException.Refused e) {
                LOG.warn("The image at the backup site is of no use: {}", e.getMessage());
            }
        }
        return outcome(plan, fence(plan));
    }

    /**
     * By an operator's word: the target's server is switched off, so the process goes on at the source.
     *
     * @throws DeviceException if the target answers after all, or the source cannot thaw the process
     */
    Outcome withoutTarget(MigrationPlan plan) throws DeviceException {
        LOG.warn("{}: an operator declares site {} lost", plan.migrationId(), plan.target().site());
        try {
            Fence answer = fence(plan);
            if (answer != Fence.UNKNOWN) {
                return outcome(plan, answer);
            }
        } catch (DeviceException.Unreachable e) {
            LOG.warn("{}: {}", plan.migrationId(), e.getMessage());
            requireSilence(plan);
        }
        if (!isThawedByItself(plan)) {
            main.thaw(plan);
        }
        return Outcome.ROLLED_BACK;
    }

    /**
     * The source's PMC has ways of its own to the target's.
     *
     * @return false if the target's does not answer it either, or knows nothing
     */
    private boolean isThawedByItself(MigrationPlan plan) throws DeviceException {
        try {
            main.source(plan).thaw(plan.process(), plan.migrationEpoch());
            return true;
        } catch (DeviceException.Refused e) {
            if (!TARGET_KNOWS.matcher(e.getMessage()).find()) {
                return false;
            }
            throw new DeviceException.StateUnknown(("%s answers %s, so site %s is not lost: %s. Switch its server off "
                    + "before you declare it lost.").formatted(plan.target().pmc(), plan.source().pmc(),
                            plan.target().site(), e.getMessage()), null);
        }
    }

    /** A PMC that answers anything may still be at the process, though it cannot say so yet. */
    private void requireSilence(MigrationPlan plan) throws DeviceException {
        if (main.targetAnswers(plan)) {
            throw new DeviceException.StateUnknown(("%s answers, so site %s is not lost: switch its server off "
                    + "before you declare it lost.").formatted(plan.target().pmc(), plan.target().site()), null);
        }
    }

    private Fence fence(MigrationPlan plan) throws DeviceException {
        return main.target(plan).fence(plan.process(), plan.migrationEpoch());
    }

    /** A process that is lost was resumed at the target, and what the source has of it must not go on. */
    private Outcome outcome(MigrationPlan plan, Fence answer) throws DeviceException {
        if (answer == Fence.UNDECIDED && main.target(plan).find(plan.process()).lost()) {
            return Outcome.PROCESS_LOST;
        }
        return switch (answer) {
            case FENCED -> Outcome.ROLLED_BACK;
            case RUNNING_COMPLETE, RUNNING_PAGES_TO_COME -> Outcome.MIGRATED;
            case UNDECIDED, WAIT -> throw new DeviceException.Unreachable(("%s cannot say yet whether it has resumed "
                    + "process %s.").formatted(plan.target().pmc(), plan.process()), null);
            case UNKNOWN -> throw new DeviceException.StateUnknown(("%s has no record of epoch %s of process %s: look "
                    + "whether the process runs at site %s. If it does not, declare that site lost in the task "
                    + "'Users wait', and it goes on at site %s.").formatted(plan.target().pmc(), plan.epoch(),
                            plan.process(), plan.target().site(), plan.source().site()), null);
        };
    }
}
