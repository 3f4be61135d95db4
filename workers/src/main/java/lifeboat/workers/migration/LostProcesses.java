package lifeboat.workers.migration;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
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
     * An image that a process can be started from.
     *
     * @param other the site that has to be without the process
     * @param epoch in whose hands it is
     */
    record Kept(MigrationPlan.Place place, MigrationPlan.Place other, Copy copy, MigrationEpoch epoch) {

        String inWords(MigrationPlan plan) {
            return "%s of process %s is kept at site %s.".formatted(copy.state() == CopyState.RECEIVING
                    ? "A first image" : "An image", plan.process(), place.site());
        }

        private boolean isReady() {
            return copy.state() == CopyState.STAGED;
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
        messages.publish(SessionMigration.MESSAGE_PROCESS_LOST, plan.migrationId(), Map.of(
                SessionMigration.VARIABLE_PLAN, plan, SessionMigration.VARIABLE_MIGRATION_ID, plan.migrationId(),
                SessionMigration.VARIABLE_SERVICE, plan.service(), SessionMigration.VARIABLE_IMAGE_OF,
                Objects.requireNonNullElse(imageOf, "")));
    }

    /** @throws DeviceException.Unreachable if a site that may keep something does not answer */
    Optional<Kept> kept(MigrationPlan plan) throws DeviceException {
        Optional<Kept> atTarget = kept(plan, plan.target(), plan.source());
        if (atTarget.isPresent() || plan.strategy() != Strategy.POST_COPY) {
            return atTarget;
        }
        return kept(plan, plan.source(), plan.target());
    }

    private Optional<Kept> kept(MigrationPlan plan, MigrationPlan.Place place, MigrationPlan.Place other)
            throws DeviceException {
        Copy copy = soon.ask("look at " + place.pmc(), () -> devices.pmc(place.pmc()).find(plan.process()));
        MigrationEpoch active = copy.activeEpoch();
        boolean isKept = switch (copy.state()) {
            case RECEIVING -> copy.isOver(active) && copy.firstImageBytes() > 0;
            case FROZEN -> copy.handedOver();
            case STAGED -> !copy.isOver(active) && !active.equals(plan.migrationEpoch());
            case RUNNING, ABSENT -> false;
        };
        return plan.isOwn(active) && isKept ? Optional.of(new Kept(place, other, copy, active)) : Optional.empty();
    }

    /**
     * By an operator's word. What an earlier try has begun, it goes on with.
     *
     * @throws DeviceException.Refused if the other site has the process after all
     */
    void restart(MigrationPlan plan, Kept kept) throws DeviceException {
        MigrationEpoch next = kept.isReady() ? kept.epoch() : kept.copy().next();
        LOG.warn("{}: an operator has process {} started again at site {}", plan.migrationId(), plan.process(),
                kept.place().site());
        giveUpElsewhere(plan, kept, next);
        ProcessMigrationController pmc = devices.pmc(kept.place().pmc());
        if (!kept.isReady()) {
            pmc.restart(plan.process(), kept.epoch(), next);
        }
        pmc.claim(plan.virtualIp(), plan.process(), next);
        pmc.resume(plan.process(), next);
    }

    private void giveUpElsewhere(MigrationPlan plan, Kept kept, MigrationEpoch next) throws DeviceException {
        try {
            soon.run("look at " + kept.other().pmc(), () -> {
                Copy copy = devices.pmc(kept.other().pmc()).find(plan.process());
                if (copy.state() != CopyState.ABSENT) {
                    throw new DeviceException.Refused("Process %s is %s at site %s: it is not lost.".formatted(
                            plan.process(), copy.state().name().toLowerCase(), kept.other().site()));
                }
                if (!copy.isHeldBy(next)) {
                    devices.pmc(kept.other().pmc()).giveUp(plan.process(), kept.epoch(), next);
                }
            });
        } catch (DeviceException.Unreachable e) {
            LOG.warn("{}: site {} is said to be switched off: {}", plan.migrationId(), kept.other().site(),
                    e.getMessage());
        }
    }

    void moveUsers(MigrationPlan plan, Kept kept) throws DeviceException {
        main.moveUsersTo(plan, kept.place());
    }

    /** By an operator's word: the process was started from its own backup. */
    void drop(MigrationPlan plan, Kept kept) throws DeviceException {
        ProcessMigrationController pmc = devices.pmc(kept.place().pmc());
        if (kept.copy().state() == CopyState.FROZEN) {
            pmc.discardMigrated(plan.process(), kept.epoch());
        } else {
            pmc.discard(plan.process(), kept.epoch());
        }
    }
}
