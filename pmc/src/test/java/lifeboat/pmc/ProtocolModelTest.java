package lifeboat.pmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.pmc.ModelServer.Mutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state that two PMCs can get into, whatever is commanded in whatever order, with images late, doubled or lost,
 * a PMC killed at each save and each act, and servers that reboot. {@code -Dmodel.faults=N} sets how many of those
 * deaths there are at most.
 */
class ProtocolModelTest {

    private static final int FAULTS = Integer.getInteger("model.faults", 2);

    /** What a search found. @param path to the first violation, empty if there is none */
    private record Result(int states, int actions, List<String> path) {
    }

    /** How a state was come to. */
    private record Origin(String from, String by) {
    }

    private static final class Search {

        private final Map<String, Origin> seen = new HashMap<>();
        private final Deque<ModelWorld> frontier = new ArrayDeque<>();
        private int actions;
        private List<String> path = List.of();

        Result from(ModelWorld start) {
            meet(start, null, "start");
            while (!frontier.isEmpty() && path.isEmpty()) {
                expand(frontier.remove());
            }
            return new Result(seen.size(), actions, path);
        }

        private void expand(ModelWorld world) {
            String from = world.state();
            converge(world, from);
            world.steps().forEach((name, step) -> {
                ModelWorld next = world.copy();
                int hooks = perform(next, step, Integer.MAX_VALUE, from, name);
                meet(next, from, name);
                for (int death = 1; world.faults > 0 && death <= hooks; death++) {
                    ModelWorld killed = world.copy();
                    killed.faults--;
                    perform(killed, step, death, from, name + ", killed at " + death);
                    meet(killed, from, name + ", killed at " + death);
                }
            });
            if (world.faults > 0) {
                reboot(world, from, true);
                reboot(world, from, false);
            }
            if (world.faults > 0 && world.target.mutation().losesTheDisk()) {
                ModelWorld next = world.copy();
                next.faults--;
                next.target.die();
                next.target.disk = Optional.empty();
                next.targetLostItsDisk = true;
                meet(next, from, "the target's disk is replaced");
            }
        }

        private void reboot(ModelWorld world, String from, boolean atSource) {
            ModelWorld next = world.copy();
            next.faults--;
            next.lostWithAServer |= (atSource ? next.source : next.target).here != ProcessBackend.Found.NOTHING;
            (atSource ? next.source : next.target).reboot();
            meet(next, from, "server reboots: " + (atSource ? "source" : "target"));
        }

        /** @return at how many moments the PMC could have been killed */
        private int perform(ModelWorld world, ModelWorld.Step step, int death, String from, String name) {
            ModelServer server = step.atSource() ? world.source : world.target;
            server.dieAt(death, () -> check(world, from, name + " (on the way)"));
            actions++;
            try {
                step.action().on(world);
            } catch (CommandRefused | ModelServer.Killed e) {
                // said no, or died
            }
            return server.hooks();
        }

        private void meet(ModelWorld world, String from, String by) {
            if (seen.putIfAbsent(world.state(), new Origin(from, by)) == null) {
                frontier.add(world);
                check(world, from, by);
            }
        }

        /** A server that has lost its disk does not know its addresses any more; one copy runs all the same. */
        private void check(ModelWorld world, String from, String by) {
            List<String> broken = world.violations();
            report(world.targetLostItsDisk ? broken.stream().filter(ModelWorld.TWO_COPIES::equals).toList() : broken,
                    world, from, by);
        }

        /** If no more faults come and all answer, everything ends well. */
        private void converge(ModelWorld world, String from) {
            if (world.target.mutation().losesTheDisk()) {
                return;
            }
            ModelWorld ending = world.copy();
            try {
                ending.converge();
                report(ending.leftovers(), ending, from, "converge");
            } catch (CommandRefused e) {
                report(List.of("cannot converge: " + e.getMessage()), ending, from, "converge");
            }
        }

        private void report(List<String> wrong, ModelWorld world, String from, String by) {
            if (wrong.isEmpty() || !path.isEmpty()) {
                return;
            }
            List<String> way = new ArrayList<>(List.of(String.join(", ", wrong), by + " -> " + world.state()));
            for (String at = from; at != null; at = seen.get(at).from()) {
                way.add(seen.get(at).by() + " -> " + at);
            }
            path = way;
        }
    }

    @Test
    void neverBreaksAPromiseAndAlwaysEnds() {
        Result result = new Search().from(new ModelWorld(new Mutation() { }, FAULTS));

        System.out.printf("Protocol model: %d states, %d actions, up to %d faults%n", result.states(),
                result.actions(), FAULTS);
        assertThat(result.path()).isEmpty();
    }

    @Test
    void neverRunsTwoCopiesThoughTheTargetLosesItsDisk() {
        Result result = new Search().from(new ModelWorld(new Mutation() {
            @Override
            public boolean losesTheDisk() {
                return true;
            }
        }, FAULTS));

        assertThat(result.path()).isEmpty();
    }

    static Stream<Arguments> mutations() {
        return Stream.of(
                Arguments.of("drops the check of dead epochs", new Mutation() {
                    @Override
                    public CopyRecord written(CopyRecord before, CopyRecord record) {
                        return withDead(record, Epoch.NONE);
                    }
                }),
                Arguments.of("saves after acting", new Mutation() {
                    @Override
                    public CopyRecord written(CopyRecord before, CopyRecord record) {
                        return record.intent() == Intent.NONE ? record : null;
                    }
                }),
                Arguments.of("lets the fence forget at a restart", new Mutation() {
                    @Override
                    public Optional<CopyRecord> found(Optional<CopyRecord> record) {
                        return record.map(kept -> withDead(kept, Epoch.NONE));
                    }
                }),
                Arguments.of("answers 'fenced' without a record", new Mutation() {
                    @Override
                    public boolean losesTheDisk() {
                        return true;
                    }

                    @Override
                    public Optional<Fenced> answersBlindly(boolean hasARecord) {
                        return hasARecord ? Optional.empty() : Optional.of(Fenced.FENCED);
                    }
                }),
                Arguments.of("thaws without asking after the hand-over", new Mutation() {
                    @Override
                    public Optional<Fenced> answersBlindly(boolean hasARecord) {
                        return Optional.of(Fenced.FENCED);
                    }
                }),
                Arguments.of("lifts the lock before the address is off", new Mutation() {
                    @Override
                    public boolean liftsTheLockBeforeTheAddressIsOff() {
                        return true;
                    }
                }));
    }

    private static CopyRecord withDead(CopyRecord record, Epoch dead) {
        return new CopyRecord(record.state(), record.intent(), record.active(), dead, record.resumed(),
                record.handedOver(), record.usersComing(), record.owner(), record.terms(), record.vlan());
    }

    /** The search finds what it is there for. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void findsAPmcThat(String what, Mutation mutation) {
        Result result = new Search().from(new ModelWorld(mutation, 1));

        assertThat(result.path()).isNotEmpty();
        System.out.printf("Protocol model, a PMC that %s: after %d states: %s%n", what, result.states(),
                result.path().get(0));
    }
}
