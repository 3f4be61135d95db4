package lifeboat.gmpls.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lifeboat.gmpls.object.RouteHop;
import org.junit.jupiter.api.Test;

class CpNodeTest {

    private static final int SEEDS = 500;
    private static final int GIGABIT = 7;

    private SimulatedNetwork network = new SimulatedNetwork(1, 0);

    private static LspRequest to(int node, int tunnel, int slots) {
        return new LspRequest("lifeboat-%d".formatted(tunnel), tunnel, SimulatedNetwork.routerId(node), slots, 4);
    }

    private void soon() {
        network.pass(Duration.ofSeconds(5));
    }

    private static Stream<String> addresses(List<RouteHop> taken) {
        return taken.stream().filter(RouteHop.Address.class::isInstance).map(RouteHop.Address.class::cast)
                .map(hop -> hop.address().getHostAddress());
    }

    /** As in the paper: VC-4-7v for 1 Gbit/s. */
    @Test
    void setsUpHopByHopAndSaysWhichWayWithWhichLabels() {
        LspRequest request = to(4, 1, GIGABIT);
        network.node(1).setUp(request);
        soon();

        List<RouteHop> taken = network.up().get(request);
        assertThat(addresses(taken)).containsExactly("10.1.2.2", "10.2.3.2", "10.3.4.2");
        assertThat(taken.stream().filter(RouteHop.Label.class::isInstance).map(RouteHop.Label.class::cast)
                .map(RouteHop.Label::label)).hasSize(3).allSatisfy(label ->
                        assertThat(LspMessages.slots(label)).containsExactly(1, 2, 3, 4, 5, 6, 7));
        network.assertNothingLeaks();
    }

    @Test
    void tearsDownAndLeavesNothing() {
        LspRequest request = to(4, 1, GIGABIT);
        network.node(1).setUp(request);
        soon();
        network.tearDown(1, request);
        soon();

        network.assertNothingLeaks();
        assertThat(network.node(3).lsps()).isEmpty();
    }

    /** Crankback: the first two fill the link, the third has to go the other way round. */
    @Test
    void goesRoundAFullLink() {
        network.node(2).setUp(to(3, 1, GIGABIT));
        network.node(2).setUp(to(3, 2, GIGABIT));
        soon();
        LspRequest third = to(4, 3, GIGABIT);
        network.node(1).setUp(third);
        soon();

        assertThat(addresses(network.up().get(third))).containsExactly("10.1.2.2", "10.2.5.2", "10.4.5.1");
        network.assertNothingLeaks();
    }

    @Test
    void saysWhereThereIsNoBandwidth() {
        LspRequest much = to(4, 1, SimulatedNetwork.SLOTS + 1);
        network.node(1).setUp(much);
        soon();

        assertThat(network.failed().get(much)).startsWith("no bandwidth on link 10.1.").endsWith("says node 10.0.0.1");
        network.assertNothingLeaks();
    }

    @Test
    void goesAnotherWayWhenALinkDies() {
        LspRequest request = to(4, 1, GIGABIT);
        network.node(1).setUp(request);
        soon();
        network.link(2, 3, false);
        soon();

        assertThat(addresses(network.up().get(request))).hasSize(3).doesNotContain("10.2.3.2");
        network.assertNothingLeaks();
    }

    @Test
    void failsWhenNoWayIsLeft() {
        LspRequest request = to(4, 1, GIGABIT);
        network.link(3, 4, false);
        network.link(4, 5, false);
        network.node(1).setUp(request);
        soon();

        assertThat(network.failed().get(request)).matches(
                "link 10\\.\\d\\.\\d\\.\\d has failed, says node 10.0.0.[35]");
        network.assertNothingLeaks();
    }

    /** RFC 3473, 3: they choose the same slots from both ends of a link at once. */
    @Test
    void twoThatMeetOnALinkBothGetSlots() {
        LspRequest there = to(2, 1, GIGABIT);
        LspRequest back = to(1, 2, GIGABIT);
        network.node(1).setUp(there);
        network.node(2).setUp(back);
        soon();

        assertThat(network.up()).containsOnlyKeys(there, back);
        network.assertNothingLeaks();
    }

    @Test
    void ofTwoThatRaceForTheLastSlotsOneGoesRound() {
        LspRequest there = to(2, 1, 10);
        LspRequest back = to(1, 2, 10);
        network.node(1).setUp(there);
        network.node(2).setUp(back);
        soon();

        assertThat(network.up()).containsOnlyKeys(there, back);
        assertThat(network.up().values()).extracting(taken -> addresses(taken).count()).containsExactlyInAnyOrder(1L,
                3L);
        network.assertNothingLeaks();
    }

    @Test
    void refusesATunnelThatThereIs() {
        network.node(1).setUp(to(4, 1, 1));

        assertThatThrownBy(() -> network.node(1).setUp(to(4, 1, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a tunnel 1 to 10.0.0.4 already");
    }

    /** Each is another network on another day: messages lost, doubled and late, links that die, LSPs that come and go. */
    @Test
    void whateverHappensNothingLeaks() {
        int up = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            network = new SimulatedNetwork(seed, List.of(0.1, 0.3, 0.5).get(seed % 3));
            List<LspRequest> running = new ArrayList<>();
            List<Integer> begin = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                happen(step, running, begin);
                network.pass(Duration.ofMillis(network.random().nextInt(4000)));
            }
            network.becomeReliable();
            network.pass(Duration.ofMinutes(20));

            try {
                network.assertNothingLeaks();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertThat(network.up().size() + network.failed().size()).as("seed %d", seed)
                    .isGreaterThanOrEqualTo(running.size());
            up += network.up().size();
        }
        assertThat(up).isGreaterThan(SEEDS * 3);
    }

    private void happen(int step, List<LspRequest> running, List<Integer> begin) {
        int what = network.random().nextInt(10);
        if (what < 5) {
            int from = 1 + network.random().nextInt(SimulatedNetwork.NODES);
            int to = 1 + (from + network.random().nextInt(SimulatedNetwork.NODES - 1)) % SimulatedNetwork.NODES;
            LspRequest request = to(to, step, 1 + network.random().nextInt(GIGABIT));
            network.node(from).setUp(request);
            running.add(request);
            begin.add(from);
        } else if (what < 8 && !running.isEmpty()) {
            int which = network.random().nextInt(running.size());
            network.tearDown(begin.remove(which), running.remove(which));
        } else {
            int[] link = network.anyLink();
            network.link(link[0], link[1], what == 8);
        }
    }
}
