package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    Convergence(Devices devices, MainProcess main, MigrationVlans vlans, Soon soon) {
        this.vlans = vlans;
        this.devices = devices;
        this.main = main;
        this.soon = soon;
    }

    /**
     * The process runs where it was decided, with its address.
     *
     * @return a sentence if it does not run there, and cannot be made to
     */
    List<String> service(MigrationPlan plan, Outcome outcome) throws DeviceException {
        MigrationPlan.Place place = outcome == Outcome.MIGRATED ? plan.target() : plan.source();
        run(plan, outcome);
        CopyState state = devices.pmc(place.pmc()).find(plan.process()).state();
        return state == CopyState.RUNNING ? List.of()
                : List.of("Process %s does not run at site %s any more: it is %s there.".formatted(plan.process(),
                        place.site(), state.name().toLowerCase()));
    }

    private void run(MigrationPlan plan, Outcome outcome) throws DeviceException {
        if (outcome == Outcome.MIGRATED) {
            ProcessMigrationController target = main.target(plan);
            Copy copy = target.find(plan.process());
            if (copy.state() == CopyState.STAGED && !copy.isOver(plan.migrationEpoch())) {
                target.claim(plan.virtualIp(), plan.process(), plan.migrationEpoch());
                target.resume(plan.process(), plan.migrationEpoch());
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
        MigrationPlan.Place place = outcome == Outcome.MIGRATED ? plan.target() : plan.source();
        main.moveUsersTo(plan, place);
        if (!devices.lateCommandsFor(plan.nagw()).isZero()) {
            awaitLateCommands(plan.nagw());
            main.moveUsersTo(plan, place);
        }
    }

    /**
     * Some time after the report: the users are still where the process is, unless a later migration has it by now. A
     * site that was lost, and answers again, still has the process.
     */
    List<String> again(MigrationPlan plan, Outcome outcome) {
        List<String> left = new ArrayList<>();
        Outcome decided = outcome == Outcome.MIGRATED ? Outcome.MIGRATED : Outcome.ROLLED_BACK;
        MigrationPlan.Place place = decided == Outcome.MIGRATED ? plan.target() : plan.source();
        attempt(() -> {
            awaitLateCommands(plan.nagw());
            Copy copy = soon.ask("look at " + place.pmc(), () -> devices.pmc(place.pmc()).find(plan.process()));
            boolean anothers = !copy.isHeldBy(plan.migrationEpoch()) && !copy.isHeldBy(MigrationEpoch.NONE)
                    || copy.deadEpoch().compareTo(plan.migrationEpoch()) > 0;
            if (!anothers) {
                left.addAll(service(plan, decided));
                users(plan, decided);
            }
        }, "Service %s may not be reached at site %s".formatted(plan.service(), place.site()), left);
        return left;
    }

    /**
     * No other server has a copy or the address, and the process is in nobody's hands.
     *
     * @param runs whether the process was just seen to run where it was decided: if not, a copy may be the last
     */
    List<String> copies(MigrationPlan plan, Outcome outcome, boolean runs) {
        String runsAt = outcome == Outcome.MIGRATED ? plan.target().pmc() : plan.source().pmc();
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
        MigrationEpoch epoch = plan.migrationEpoch();
        Copy copy = pmc.find(plan.process());
        boolean mayBeTheLast = !runs && (copy.state() == CopyState.STAGED || copy.state() == CopyState.FROZEN);
        boolean runsElsewhere = !runsHere && copy.state() == CopyState.RUNNING
                && copy.deadEpoch().compareTo(epoch) <= 0;
        if (mayBeTheLast || runsElsewhere) {
            throw new DeviceException.Refused("process %s is %s there, which is not touched".formatted(plan.process(),
                    copy.state().name().toLowerCase()));
        }
        if (!runsHere && copy.isHeldBy(epoch) && copy.state() != CopyState.RUNNING
                && copy.state() != CopyState.ABSENT) {
            if (copy.state() == CopyState.FROZEN) {
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
        if (epoch.number() == 0 && active.name().equals(epoch.name())) {
            pmc.giveBack(reservation.process(), active);
        } else if (epoch.number() > 0 && (active.equals(epoch) || active.equals(MigrationEpoch.NONE))) {
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

    /** What was sent and not answered must not undo afterwards what is read now. */
    private void awaitLateCommands(String device) throws DeviceException {
        pause(devices.lateCommandsFor(device));
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
                pause(PAUSE);
            }
        }
    }

    private static void pause(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
