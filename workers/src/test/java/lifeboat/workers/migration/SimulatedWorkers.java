package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lifeboat.connectors.device.DeviceException;
import lifeboat.workers.evidence.CurrentMigration;

/** What the workers are made of, on the simulated clock. */
final class SimulatedWorkers {

    final Planner planner;
    final MainProcess main;
    final MigrationVlans vlans;
    final Decision decision;
    final Convergence convergence;
    /** What refused migrations could not give back. */
    final List<Reservation> reservations = new ArrayList<>();
    private final SimulatedWorld world;

    SimulatedWorkers(SimulatedWorld world) {
        this.world = world;
        Soon soon = new Inline();
        main = new MainProcess(world.devices, soon);
        vlans = new MigrationVlans(world.inventory, world.devices);
        decision = new Decision(main, soon);
        convergence = new Convergence(world.devices, main, vlans, soon, new Revival(main), new Pause() {
            @Override
            void of(Duration duration) {
                world.time.pass(duration);
            }
        });
        planner = new Planner(world.inventory, world.devices, new Leftovers(null) {
            @Override
            void lookAfter(Reservation reservation) {
                reservations.add(reservation);
            }
        });
    }

    /** A migration to the backup site over a light path, which has begun. */
    MigrationPlan plan() throws DeviceException {
        return planner.plan(1, "n", SimulatedWorld.PROCESS, "backup", true, "stop-and-copy", () -> { });
    }

    /** There are no threads on the simulated clock: what takes too long is over when that is noticed. */
    private final class Inline extends Soon {

        Inline() {
            super(new CurrentMigration());
        }

        @Override
        <T> T ask(String what, Steps.Asking<T> question) throws DeviceException {
            long limit = world.time.in(Duration.ofSeconds(2));
            T answer = question.ask();
            if (world.time.isPast(limit)) {
                throw new DeviceException.Unreachable("Could not %s within 2 s.".formatted(what), null);
            }
            return answer;
        }
    }
}
