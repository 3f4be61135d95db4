package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import lifeboat.connectors.device.DeviceException;

/**
 * A migration on the simulated clock: what the engine would have the workers do, step by step, with the workers' own
 * classes. A step that is interrupted by the controller's death is done again from its beginning.
 */
final class SimulatedMigration {

    /** The controller dies, an operator aborts or cancels, or the deadline passes, between two commands. */
    static final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1;

        enum By { DEATH, ABORT, CANCEL, DEADLINE }

        final By by;

        Interrupted(By by) {
            super(by.name(), null, false, false);
            this.by = by;
        }
    }

    enum Step {
        PLAN, BANDWIDTH, VLAN, FIRST_IMAGE, FREEZE, TRANSFER, ADDRESS, USERS, RESUME, DELETE_PATH, DELETE_VLAN,
        DECIDE, UNDO_USERS, UNDO_ADDRESS, UNDO_TRANSFER, UNDO_FREEZE, UNDO_FIRST_IMAGE, UNDO_VLAN, UNDO_PATH,
        SERVICE, CONVERGE_USERS, COPIES, PATH, VLANS, REPORT, END
    }

    private static final Duration SITE_LOST_AFTER = Duration.ofSeconds(45);
    private static final int TRIES = 3;

    private final SimulatedWorld world;
    private final SimulatedWorkers workers;
    private final long key;
    private final String target;
    private final String strategy;
    private final boolean lightPath;
    private final Deque<Step> undo = new ArrayDeque<>();
    private MigrationPlan plan;
    private long deadline = Long.MAX_VALUE;
    private long silentSince = -1;
    private List<String> leftService = List.of();
    private String outcome = "running";
    private Outcome decided = Outcome.MIGRATED;
    private boolean cancelled;
    private int tries;

    SimulatedMigration(SimulatedWorld world, long key, String target, String strategy, boolean lightPath) {
        this.world = world;
        this.key = key;
        this.target = target;
        this.strategy = strategy;
        this.lightPath = lightPath;
        this.workers = new SimulatedWorkers(world);
    }

    /** How long the PMCs wait for the controller; empty if there is no plan. */
    Optional<Duration> freezeTimeout() {
        return Optional.ofNullable(plan).map(MigrationPlan::freezeTimeout);
    }

    String outcome() {
        return outcome;
    }

    /** @param restart how long a controller that died is gone */
    void run(Duration restart) {
        Step step = Step.PLAN;
        int steps = 0;
        while (step != Step.END) {
            if (steps++ > 3000) {
                throw new IllegalStateException("stuck at " + step);
            }
            try {
                step = goOn(step);
            } catch (Interrupted e) {
                step = interrupted(step, e.by, restart);
            }
        }
    }

    private Step goOn(Step step) {
        try {
            Step next = next(step);
            tries = 0;
            return next;
        } catch (DeviceException e) {
            return afterFailure(step, e);
        }
    }

    private Step interrupted(Step step, Interrupted.By by, Duration restart) {
        switch (by) {
            case DEATH -> {
                world.time.pass(restart);
                return step;
            }
            case CANCEL -> {
                cancelled = true;
                outcome = "cancelled";
                return Step.END;
            }
            default -> {
                return step == Step.PLAN || step.compareTo(Step.RESUME) > 0 ? step : Step.DECIDE;
            }
        }
    }

    /** For a device that is asked next: whether the users have waited too long. */
    boolean isDeadlinePast() {
        return world.time.isPast(deadline);
    }

    private Step afterFailure(Step step, DeviceException e) {
        tries++;
        boolean isRefused = e instanceof DeviceException.Refused;
        boolean inWindow = step.compareTo(Step.FREEZE) >= 0 && step.compareTo(Step.RESUME) <= 0;
        if (step == Step.PLAN) {
            if (isRefused || tries == TRIES) {
                workers.planner.abandon(key, nonce(), SimulatedWorld.PROCESS);
                outcome = "refused";
                return Step.END;
            }
        } else if (step.compareTo(Step.RESUME) <= 0 && (isRefused || !inWindow && tries == TRIES)) {
            undo.push(step);
            return Step.DECIDE;
        } else if (step == Step.SERVICE && e instanceof DeviceException.Unreachable
                && decided == Outcome.ROLLED_BACK) {
            silentSince = silentSince < 0 ? world.time.now() : silentSince;
            if (world.time.now() - silentSince > SITE_LOST_AFTER.toNanos()) {
                decided = Outcome.SITE_LOST;
                return Step.CONVERGE_USERS;
            }
        }
        world.time.pass(pause());
        return step;
    }

    private Duration pause() {
        Duration pause = Duration.ofMillis(100).multipliedBy(1L << Math.min(tries, 5));
        return pause.compareTo(Duration.ofSeconds(3)) < 0 ? pause : Duration.ofSeconds(3);
    }

    private String nonce() {
        return "n" + key;
    }

    private Step next(Step step) throws DeviceException {
        if (step.compareTo(Step.BANDWIDTH) >= 0 && step.compareTo(Step.RESUME) <= 0 && !undo.contains(step)) {
            undo.push(step);
        }
        switch (step) {
            case PLAN -> {
                plan = workers.planner.plan(key, nonce(), SimulatedWorld.PROCESS, target, lightPath, strategy,
                        () -> { });
                return lightPath ? Step.BANDWIDTH : afterVlan();
            }
            case BANDWIDTH -> world.devices.controlPlane(plan.source().controlPlaneDevice()).ensurePath(
                    plan.pathName(), plan.target().layerOneSwitch(), plan.bandwidth());
            case VLAN -> {
                plan = plan.in(workers.vlans.configure(plan));
                return afterVlan();
            }
            case FIRST_IMAGE -> workers.main.sendFirst(plan);
            case FREEZE -> {
                deadline = Math.min(deadline, world.time.in(workers.planner.freezeDeadline(plan)));
                workers.main.freeze(plan);
            }
            case TRANSFER -> workers.main.transfer(plan);
            case ADDRESS -> workers.main.moveVirtualIp(plan);
            case USERS -> {
                workers.main.askForUsers(plan);
                workers.main.expectUsers(plan);
                workers.main.moveUsersTo(plan, plan.target());
            }
            case RESUME -> {
                workers.main.resume(plan);
                deadline = Long.MAX_VALUE;
                return lightPath ? Step.DELETE_PATH : Step.SERVICE;
            }
            case DELETE_PATH -> ifPossible(() -> world.devices.controlPlane(plan.source().controlPlaneDevice())
                    .removePath(plan.pathName()));
            case DELETE_VLAN -> {
                ifPossible(() -> workers.vlans.remove(plan, plan.migrationVlan()));
                return Step.SERVICE;
            }
            case DECIDE -> {
                deadline = Long.MAX_VALUE;
                decided = workers.decision.of(plan);
                return decided == Outcome.MIGRATED ? lightPath ? Step.DELETE_PATH : Step.SERVICE : nextUndo();
            }
            case UNDO_USERS -> ifPossible(() -> workers.main.moveUsersTo(plan, plan.source()));
            case UNDO_ADDRESS -> ifPossible(() -> workers.main.returnVirtualIp(plan));
            case UNDO_TRANSFER -> ifPossible(() -> {
                if (workers.main.runsAtSource(plan)) {
                    workers.main.discard(plan);
                }
            });
            case UNDO_FREEZE -> ifPossible(() -> workers.main.thaw(plan));
            case UNDO_FIRST_IMAGE -> ifPossible(() -> {
                workers.main.thaw(plan);
                workers.main.discard(plan);
            });
            case UNDO_VLAN -> ifPossible(() -> workers.vlans.remove(plan, plan.migrationVlan()));
            case UNDO_PATH -> ifPossible(() -> world.devices.controlPlane(plan.source().controlPlaneDevice())
                    .removePath(plan.pathName()));
            case SERVICE -> {
                Served served = workers.convergence.service(plan, decided);
                plan = served.plan();
                decided = served.outcome();
                leftService = served.left();
            }
            case CONVERGE_USERS -> {
                if (!decided.isLost()) {
                    workers.convergence.users(plan, decided);
                }
            }
            case COPIES -> workers.convergence.copies(plan, decided, !decided.isLost() && leftService.isEmpty());
            case PATH -> workers.convergence.path(plan);
            case VLANS -> workers.convergence.vlan(plan, decided != Outcome.MIGRATED);
            case REPORT -> {
                outcome = leftService.isEmpty() ? decided.toString() : "does not run";
                return Step.END;
            }
            default -> throw new IllegalStateException(step.toString());
        }
        return step.compareTo(Step.DECIDE) > 0 && step.compareTo(Step.SERVICE) < 0 ? nextUndo()
                : Step.values()[step.ordinal() + 1];
    }

    private Step afterVlan() {
        return plan.strategy() == Strategy.PRE_COPY ? Step.FIRST_IMAGE : Step.FREEZE;
    }

    /** Newest first. */
    private Step nextUndo() {
        while (!undo.isEmpty()) {
            Step undone = Map.of(Step.USERS, Step.UNDO_USERS, Step.ADDRESS, Step.UNDO_ADDRESS, Step.TRANSFER,
                    Step.UNDO_TRANSFER, Step.FREEZE, Step.UNDO_FREEZE, Step.FIRST_IMAGE, Step.UNDO_FIRST_IMAGE,
                    Step.VLAN, Step.UNDO_VLAN, Step.BANDWIDTH, Step.UNDO_PATH).get(undo.pop());
            if (undone != null) {
                return undone;
            }
        }
        return Step.SERVICE;
    }

    private void ifPossible(Steps.Action action) {
        try {
            action.run();
        } catch (DeviceException e) {
            // it is put right when the migration converges
        }
    }

    /** The process {@code leftover}, and what is done about a migration that was cancelled. @return what is left */
    List<String> lookAgain() {
        List<String> left = new ArrayList<>();
        for (Reservation reservation : workers.reservations) {
            left.addAll(workers.convergence.giveBack(reservation));
        }
        if (outcome.equals("refused")) {
            return left;
        }
        if (cancelled && plan == null) {
            workers.planner.abandon(key, nonce(), SimulatedWorld.PROCESS);
            return left;
        }
        try {
            if (cancelled) {
                decided = workers.decision.of(plan);
                cancelled = false;
            }
        } catch (DeviceException e) {
            left.add(e.getMessage());
            return left;
        }
        Served served = workers.convergence.again(plan, decided);
        left.addAll(served.left());
        left.addAll(workers.convergence.copies(served.plan(), served.outcome(), served.isRunning()));
        left.addAll(workers.convergence.path(plan));
        left.addAll(workers.convergence.vlan(plan, true));
        return left;
    }
}
