package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.MigrationEpoch;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.device.ProcessMigrationController.Copy;
import lifeboat.connectors.device.ProcessMigrationController.CopyState;
import lifeboat.workers.inventory.Devices;
import org.springframework.stereotype.Component;

/**
 * Brings everything to where the process was decided to run, from any state, and reads it from the devices. It may be
 * repeated by anybody. What could not be reached is told as a sentence for the operator.
 */
@Component
class Convergence {

    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Devices devices;
    private final MainProcess main;
    private final MigrationVlans vlans;
    private final Soon soon;
    private final Revival revival;
    private final Pause pause;

    Convergence(Devices devices, MainProcess main, MigrationVlans vlans, Soon soon, Revival revival,
            Pause pause) {
        this.pause = pause;
        this.vlans = vlans;
        this.revival = revival;
        this.devices = devices;
        this.main = main;
        this.soon = soon;
    }

    /**
     * The process runs where it was decided, with its address; or at the target, if the source has lost it since. A
     * process that is lost is taken off the target, where it can never run.
     *
     * @return with a sentence if it does not run there, and cannot be made to
     */
    Served service(MigrationPlan plan, Outcome outcome) throws DeviceException {
        if (outcome == Outcome.PROCESS_LOST) {
            main.target(plan).discard(plan.process(), plan.migrationEpoch());
            return new Served(plan, outcome, List.of());
        }
        MigrationPlan.Place place = plan.placeAfter(outcome);
        run(plan, outcome);
        CopyState state = devices.pmc(place.pmc()).find(plan.process()).state();
        if (state == CopyState.RUNNING) {
            return new Served(plan, outcome, List.of());
        }
        Optional<MigrationPlan> revived = outcome != Outcome.MIGRATED && state == CopyState.ABSENT ? revival.of(plan)
                : Optional.empty();
        if (revived.isPresent()) {
            return new Served(revived.get(), Outcome.MIGRATED, List.of());
        }
        return new Served(plan, outcome, List.of("Process %s does not run at site %s any more: it is %s there."
                .formatted(plan.process(), place.site(), state.name().toLowerCase())));
    }

    private void run(MigrationPlan plan, Outcome outcome) throws DeviceException {
        if (outcome == Outcome.MIGRATED) {
            ProcessMigrationController target = main.target(plan);
            Copy copy = target.find(plan.process());
            if (copy.state() == CopyState.STAGED && !copy.isOver(plan.migrationEpoch())) {
                main.startAt(plan.target(), plan);
            } else if (copy.state() == CopyState.RUNNING) {
                target.claim(plan.virtualIp(), plan.process(), plan.migrationEpoch());
            }
        } else {
            ProcessMigrationController source = main.source(plan);
            CopyState state = source.find(plan.process()).state();
            if (state == CopyState.FROZEN) {
                source.thawFenced(plan.process(), plan.migrationEpoch());
            }
            if (state != CopyState.ABSENT) {
                source.claim(plan.virtualIp(), plan.process(), plan.migrationEpoch());
            }
        }
    }

    /** The users are in the VLAN of the site where the process runs. */
    void users(MigrationPlan plan, Outcome outcome) throws DeviceException {
        MigrationPlan.Place place = plan.placeAfter(outcome);
        main.moveUsersTo(plan, place);
        if (!devices.lateCommandsFor(plan.nagw()).isZero()) {
            awaitLateCommands(plan.nagw());
            main.moveUsersTo(plan, place);
        }
    }

    /**
     * Some time after the report: the users are still where the process is, unless a later migration has it by now. A
     * site that was lost, and answers again, still has the process; an operator may have started it again elsewhere.
     */
    Served again(MigrationPlan plan, Outcome outcome) {
        List<String> left = new ArrayList<>();
        AtomicReference<Served> served = new AtomicReference<>(new Served(plan, outcome, List.of()));
        attempt(() -> served.set(look(plan, outcome)), "Service %s may not be reached at site %s".formatted(
                plan.service(), plan.placeAfter(outcome).site()), left);
        return served.get().and(left);
    }

    private Served look(MigrationPlan plan, Outcome outcome) throws DeviceException {
        awaitLateCommands(plan.nagw());
        Optional<MigrationPlan> restarted = outcome.isLost() ? restartedAtTarget(plan) : Optional.empty();
        Outcome decided = outcome == Outcome.MIGRATED || restarted.isPresent() ? Outcome.MIGRATED
                : Outcome.ROLLED_BACK;
        String pmc = plan.placeAfter(decided).pmc();
        Copy copy = soon.ask("look at " + pmc, () -> devices.pmc(pmc).find(plan.process()));
        if (isAnothers(plan, copy)) {
            return new Served(plan, outcome, List.of());
        }
        if (outcome == Outcome.PROCESS_LOST && decided == Outcome.ROLLED_BACK
                && copy.state() != CopyState.RUNNING) {
            return service(plan, outcome);
        }
        Served served = service(restarted.orElse(plan), decided);
        if (!served.left().isEmpty()) {
            return new Served(plan, outcome, served.left());
        }
        usersAgain(served, pmc);
        return served;
    }

    /** Nothing keeps a later migration from beginning meanwhile: each command is sent only while none has. */
    private void usersAgain(Served served, String pmc) throws DeviceException {
        MigrationPlan plan = served.plan();
        MigrationPlan.Place place = plan.placeAfter(served.outcome());
        if (isAnothers(plan, devices.pmc(pmc).find(plan.process()))) {
            return;
        }
        main.moveUsersTo(plan, place);
        if (!devices.lateCommandsFor(plan.nagw()).isZero()) {
            awaitLateCommands(plan.nagw());
            usersAgain(served, pmc);
        }
    }

    private Optional<MigrationPlan> restartedAtTarget(MigrationPlan plan) throws DeviceException {
        Copy copy = soon.ask("look at " + plan.target().pmc(), () -> main.target(plan).find(plan.process()));
        return Optional.of(copy).filter(found -> found.state() == CopyState.RUNNING && !found.lost()
                && plan.isOwn(found.resumedEpoch())).map(found -> plan.by(found.resumedEpoch()));
    }

    /** Whether a later migration has the process by now. */
    boolean isAnothers(MigrationPlan plan) throws DeviceException {
        return isAnothers(plan, main.source(plan).find(plan.process()))
                || isAnothers(plan, main.target(plan).find(plan.process()));
    }

    private static boolean isAnothers(MigrationPlan plan, Copy copy) {
        MigrationEpoch active = copy.activeEpoch();
        return !plan.isOwn(active) && !active.equals(MigrationEpoch.NONE) || !plan.isOwn(copy.deadEpoch())
                && copy.deadEpoch().compareTo(plan.migrationEpoch()) > 0;
    }

    /**
     * No other server has a copy or the address, and the process is in nobody's hands.
     *
     * @param runs whether the process was just seen to run where it was decided: if not, a copy may be the last
     */
    List<String> copies(MigrationPlan plan, Outcome outcome, boolean runs) {
        String runsAt = plan.placeAfter(outcome).pmc();
        List<String> left = new ArrayList<>();
        for (String pmc : plan.pmcs()) {
            if (!(pmc.equals(runsAt) && outcome == Outcome.SITE_LOST)) {
                attempt(() -> soon.run("clear up at " + pmc, () -> copy(plan, runs, pmc, pmc.equals(runsAt))),
                        "A copy of process %s, or its address, may be left at %s".formatted(plan.process(), pmc), left);
            }
        }
        return left;
    }

    private void copy(MigrationPlan plan, boolean runs, String name, boolean runsHere) throws DeviceException {
        ProcessMigrationController pmc = devices.pmc(name);
        Copy copy = pmc.find(plan.process());
        MigrationEpoch epoch = plan.isOwn(copy.activeEpoch()) ? copy.activeEpoch() : plan.migrationEpoch();
        boolean mayBeTheLast = !runs && (copy.state() == CopyState.STAGED || copy.state() == CopyState.FROZEN
                || copy.state() == CopyState.RECEIVING && copy.firstImageBytes() > 0);
        boolean runsElsewhere = !runsHere && copy.state() == CopyState.RUNNING
                && copy.deadEpoch().compareTo(epoch) <= 0;
        if (mayBeTheLast || runsElsewhere) {
            throw new DeviceException.Refused("process %s is %s there, which is not touched".formatted(plan.process(),
                    copy.state().name().toLowerCase()));
        }
        if (!runsHere && copy.isHeldBy(epoch) && copy.state() != CopyState.RUNNING
                && copy.state() != CopyState.ABSENT) {
            if (copy.state() == CopyState.FROZEN) {
                requireWholeAtTarget(plan);
                pmc.discardMigrated(plan.process(), epoch);
            } else {
                pmc.discard(plan.process(), epoch);
            }
        }
        if (!runsHere && pmc.holds(plan.virtualIp()) && pmc.find(plan.process()).state() == CopyState.ABSENT) {
            pmc.release(plan.virtualIp(), plan.process(), epoch);
        }
        pmc.giveBack(plan.process(), epoch);
    }

    /** The pages of a post-copy may still be coming from here. */
    private void requireWholeAtTarget(MigrationPlan plan) throws DeviceException {
        if (!main.target(plan).find(plan.process()).complete()) {
            throw new DeviceException.Refused("the pages of process %s are still on their way to site %s".formatted(
                    plan.process(), plan.target().site()));
        }
    }

    /** Nobody has the process any more because of a migration that was refused. */
    List<String> giveBack(Reservation reservation) {
        List<String> left = new ArrayList<>();
        for (String pmc : reservation.pmcs()) {
            attempt(() -> soon.run("give the process back at " + pmc, () -> giveBack(reservation, pmc)),
                    "Process %s may be taken by epoch %s at %s".formatted(reservation.process(), reservation.epoch(),
                            pmc), left);
        }
        return left;
    }

    private void giveBack(Reservation reservation, String name) throws DeviceException {
        ProcessMigrationController pmc = devices.pmc(name);
        MigrationEpoch epoch = reservation.migrationEpoch();
        MigrationEpoch active = pmc.find(reservation.process()).activeEpoch();
        if (active.name().equals(epoch.name())) {
            pmc.giveBack(reservation.process(), active);
        } else if (epoch.number() > 0 && active.equals(MigrationEpoch.NONE)) {
            pmc.giveBack(reservation.process(), epoch);
        }
    }

    /** No light path of this migration is left on either of its ends: each of them can tear it down. */
    List<String> path(MigrationPlan plan) {
        List<String> left = new ArrayList<>();
        if (plan.lightPath() && !removePath(plan).isEmpty()) {
            left.addAll(removePath(plan));
        }
        return left;
    }

    private List<String> removePath(MigrationPlan plan) {
        List<String> left = new ArrayList<>();
        for (MigrationPlan.Place place : List.of(plan.source(), plan.target())) {
            attempt(() -> {
                awaitLateCommands(place.controlPlaneDevice());
                devices.controlPlane(place.controlPlaneDevice()).removePath(plan.pathName());
            }, "Light path %s may be left at %s".formatted(plan.pathName(), place.controlPlaneDevice()), left);
        }
        return left;
    }

    /**
     * No VLAN of this migration is left on either of its switches.
     *
     * @param everywhere whether it may have another one than the plan says
     */
    List<String> vlan(MigrationPlan plan, boolean everywhere) {
        List<String> left = new ArrayList<>();
        if (plan.lightPath()) {
            for (MigrationPlan.Place place : List.of(plan.source(), plan.target())) {
                attempt(() -> {
                    awaitLateCommands(place.layerTwoSwitch());
                    vlans.removeFrom(place.layerTwoSwitch(), plan, everywhere);
                }, "VLAN %d (%s) may be left on %s".formatted(plan.migrationVlan(), plan.pathName(),
                        place.layerTwoSwitch()), left);
            }
        }
        return left;
    }

    /** The devices that a migration changes keep what they have over a restart, as far as they have confirmed it. */
    List<String> notSaved(MigrationPlan plan) {
        Stream<String> changed = plan.lightPath() ? Stream.of(plan.nagw(), plan.source().layerTwoSwitch(),
                plan.target().layerTwoSwitch(), plan.source().controlPlaneDevice(),
                plan.target().controlPlaneDevice()) : Stream.of(plan.nagw());
        List<String> left = new ArrayList<>();
        changed.distinct().forEach(device -> attempt(() -> devices.whyNotSaved(device).ifPresent(why -> left.add(
                "The configuration of %s is not saved, and is lost when it restarts: %s.".formatted(device, why))),
                "Whether %s has saved its configuration is not known".formatted(device), left));
        return left;
    }

    /** What was sent and not answered must not undo afterwards what is read now. */
    private void awaitLateCommands(String device) throws DeviceException {
        pause.of(devices.lateCommandsFor(device));
    }

    private void attempt(Steps.Action action, String otherwise, List<String> left) {
        for (int attempt = 1;; attempt++) {
            try {
                action.run();
                return;
            } catch (DeviceException e) {
                if (attempt == TRIES) {
                    left.add("%s: %s".formatted(otherwise, e.getMessage()));
                    return;
                }
                pause.of(PAUSE);
            }
        }
    }
}
