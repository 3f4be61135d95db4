package lifeboat.workers.migration;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.inventory.Devices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What may be kept of a process that is lost, and how it is started again from that: as it was when the image was made,
 * with its connections closed. An operator says so, by the process {@code lost}; nobody else can know that a server
 * that does not answer is switched off.
 */
@Component
class LostProcesses {

    private static final Logger LOG = LoggerFactory.getLogger(LostProcesses.class);

    /**
     * What is left of a process at a site.
     *
     * @param other the site that has to be without the process
     * @param copy what the PMC has: an image, or the process if it was started again already
     */
    record Kept(MigrationPlan.Place place, MigrationPlan.Place other, Copy copy) {

        String inWords(MigrationPlan plan) {
            return "%s of process %s is kept at site %s.".formatted(switch (copy.state()) {
                case RECEIVING -> "A first image";
                case STAGED -> "The image, with its users' sessions,";
                default -> "An image";
            }, plan.process(), place.site());
        }

        boolean isRunning() {
            return copy.state() == CopyState.RUNNING;
        }

        private boolean isFencedWhole() {
            return copy.state() == CopyState.STAGED && copy.isOver(copy.activeEpoch());
        }

        private boolean isReady() {
            return copy.state() == CopyState.STAGED && !copy.isOver(copy.activeEpoch());
        }
    }

    private final Devices devices;
    private final MainProcess main;
    private final Soon soon;
    private final OnceMessages messages;

    LostProcesses(Devices devices, MainProcess main, Soon soon, OnceMessages messages) {
        this.devices = devices;
        this.main = main;
        this.soon = soon;
        this.messages = messages;
    }

    /** @param imageOf when an image was made of the process; null if there is none */
    void tell(MigrationPlan plan, String imageOf) {
        messages.publish(ProcessMessage.PROCESS_LOST, plan.migrationId(), Map.of(
                SessionMigration.VARIABLE_PLAN, plan, SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                SessionMigration.VARIABLE_SERVICE, plan.service(), SessionMigration.VARIABLE_IMAGE_OF,
                Objects.requireNonNullElse(imageOf, "")));
    }

    /** @throws DeviceException.Unreachable if the site that keeps something does not answer */
    Optional<Kept> kept(MigrationPlan plan) throws DeviceException {
        if (plan.strategy() != Strategy.POST_COPY) {
            return kept(plan, plan.target(), plan.source());
        }
        try {
            Optional<Kept> atTarget = kept(plan, plan.target(), plan.source());
            if (atTarget.isPresent()) {
                return atTarget;
            }
        } catch (DeviceException.Unreachable e) {
            LOG.info("{}: {}", plan.migrationId(), e.getMessage());
        }
        return kept(plan, plan.source(), plan.target());
    }

    private Optional<Kept> kept(MigrationPlan plan, MigrationPlan.Place place, MigrationPlan.Place other)
            throws DeviceException {
        Copy copy = soon.ask("look at " + place.pmc(), () -> devices.pmc(place.pmc()).find(plan.process()));
        MigrationEpoch active = copy.activeEpoch();
        boolean isKept = plan.isOwn(active) && switch (copy.state()) {
            case RECEIVING -> copy.isOver(active) && copy.firstImageBytes() > 0;
            case FROZEN -> copy.handedOver();
            case STAGED -> copy.isOver(active) ? plan.strategy() != Strategy.POST_COPY
                    : !active.equals(plan.migrationEpoch());
            case RUNNING, ABSENT -> false;
        };
        boolean wasStarted = copy.state() == CopyState.RUNNING && plan.isOwn(copy.resumedEpoch())
                && copy.resumedEpoch().compareTo(plan.migrationEpoch()) > 0;
        return isKept || wasStarted ? Optional.of(new Kept(place, other, copy)) : Optional.empty();
    }

    /**
     * By an operator's word. What an earlier try has begun, it goes on with.
     *
     * @throws DeviceException.Refused if the other site has the process after all
     */
    void restart(MigrationPlan plan, Kept kept) throws DeviceException {
        MigrationEpoch epoch = kept.copy().activeEpoch();
        MigrationEpoch next = kept.isReady() ? epoch : kept.copy().next();
        LOG.warn("{}: an operator has process {} started again at site {}", plan.migrationId(), plan.process(),
                kept.place().site());
        giveUpElsewhere(plan, kept, next);
        ProcessMigrationController pmc = devices.pmc(kept.place().pmc());
        if (kept.isFencedWhole()) {
            pmc.adopt(plan.process(), epoch, next);
        } else if (!kept.isReady()) {
            pmc.restart(plan.process(), epoch, next);
        }
        main.startAt(kept.place(), plan.by(next));
    }

    private void giveUpElsewhere(MigrationPlan plan, Kept kept, MigrationEpoch next) throws DeviceException {
        try {
            soon.run("look at " + kept.other().pmc(), () -> {
                Copy copy = devices.pmc(kept.other().pmc()).find(plan.process());
                if (copy.state() != CopyState.ABSENT) {
                    throw new DeviceException.Refused("Process %s is %s at site %s: it is not lost.".formatted(
                            plan.process(), copy.state().name().toLowerCase(), kept.other().site()));
                }
                devices.pmc(kept.other().pmc()).giveUp(plan.process(), plan.migrationEpoch(), next);
            });
        } catch (DeviceException.Unreachable e) {
            LOG.warn("{}: site {} is said to be switched off: {}", plan.migrationId(), kept.other().site(),
                    e.getMessage());
        }
    }

    /** Once it runs again: its users come, and it is in nobody's hands. */
    void settle(MigrationPlan plan, Kept kept) throws DeviceException {
        main.moveUsersTo(plan, kept.place());
        MigrationEpoch epoch = devices.pmc(kept.place().pmc()).find(plan.process()).resumedEpoch();
        for (MigrationPlan.Place place : List.of(kept.place(), kept.other())) {
            try {
                soon.run("give the process back at " + place.pmc(), () -> devices.pmc(place.pmc()).giveBack(
                        plan.process(), epoch));
            } catch (DeviceException.Unreachable e) {
                LOG.warn("{}: process {} may stay taken at {}: {}", plan.migrationId(), plan.process(), place.pmc(),
                        e.getMessage());
            }
        }
    }

    /** By an operator's word: the process was started from its own backup. */
    void drop(MigrationPlan plan, Kept kept) throws DeviceException {
        ProcessMigrationController pmc = devices.pmc(kept.place().pmc());
        if (kept.copy().state() == CopyState.FROZEN) {
            pmc.discardMigrated(plan.process(), kept.copy().activeEpoch());
        } else {
            pmc.discard(plan.process(), kept.copy().activeEpoch());
        }
    }
}
