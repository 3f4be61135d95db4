package lifeboat.gmpls.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import lifeboat.gmpls.link.DataLink;
import lifeboat.gmpls.message.MalformedMessage;
import lifeboat.gmpls.message.RsvpCodec;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.neighbour.RefreshSettings;
import lifeboat.gmpls.object.RouteHop;
import lifeboat.gmpls.time.SimulatedTime;

/**
 * CP-devices that speak with each other as they do on the wire, in simulated time: two ways round, and one across.
 * <pre>
 *      2 --- 3
 *    /  \     \
 *   1     \     4
 *    \     \  /
 *      6 --- 5
 * </pre>
 */
final class SimulatedNetwork {

    static final int SLOTS = 16;
    static final int NODES = 6;

    private static final int[][] LINKS = {{1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 1}, {2, 5}};
    private static final int LATEST = 700;

    private final SimulatedTime time = new SimulatedTime();
    private final RsvpCodec codec = new RsvpCodec();
    private final Random random;
    private final Map<Integer, CpNode> nodes = new TreeMap<>();
    private final Map<Integer, Map<LspId, String>> connected = new HashMap<>();
    private final Map<Inet4Address, CpNode> byControl = new HashMap<>();
    private final Map<LspRequest, List<RouteHop>> up = new LinkedHashMap<>();
    private final Map<LspRequest, String> failed = new LinkedHashMap<>();
    private double fault;

    /** @param fault how probably a message is lost; as probably it is doubled, or late */
    SimulatedNetwork(long seed, double fault) {
        this.random = new Random(seed);
        this.fault = fault;
        CpNode.Settings settings = new CpNode.Settings(RefreshSettings.DEFAULT, 5, Duration.ofSeconds(60));
        for (int node = 1; node <= NODES; node++) {
            List<DataLink> links = linksOf(node);
            Map<LspId, String> crossConnects = new HashMap<>();
            connected.put(node, crossConnects);
            CpNode one = new CpNode(routerId(node), links, settings, time, random, this::send, this::route,
                    new CrossConnects() {
                        @Override
                        public void connect(LspId lsp, End from, End to) {
                            crossConnects.put(lsp, from.slots() + "-" + to.slots());
                        }

                        @Override
                        public void disconnect(LspId lsp) {
                            crossConnects.remove(lsp);
                        }
                    }, new LspEvents() {
                        @Override
                        public void up(LspRequest request, List<RouteHop> taken) {
                            up.put(request, taken);
                        }

                        @Override
                        public void failed(LspRequest request, String why) {
                            up.remove(request);
                            failed.put(request, why);
                        }
                    });
            nodes.put(node, one);
            links.forEach(link -> byControl.put(link.localControl(), one));
        }
    }

    private static List<DataLink> linksOf(int node) {
        List<DataLink> links = new ArrayList<>();
        for (int[] ends : LINKS) {
            if (ends[0] == node || ends[1] == node) {
                int other = ends[0] == node ? ends[1] : ends[0];
                links.add(new DataLink("%d-%d".formatted(node, other), end(10, node, other), end(10, other, node),
                        end(11, node, other), end(11, other, node), routerId(other), SLOTS));
            }
        }
        return links;
    }

    static Inet4Address routerId(int node) {
        return address(10, 0, 0, node);
    }

    /** A /30 for each link, of data (10) and of control (11). */
    private static Inet4Address end(int kind, int node, int other) {
        return address(kind, Math.min(node, other), Math.max(node, other), node < other ? 1 : 2);
    }

    private static Inet4Address address(int... octets) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) octets[0], (byte) octets[1],
                (byte) octets[2], (byte) octets[3]});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void send(Inet4Address from, Inet4Address to, RsvpMessage message) {
        for (int copies = random.nextDouble() < fault ? 2 : 1; copies > 0; copies--) {
            if (random.nextDouble() >= fault) {
                byte[] bytes = codec.encode(message);
                time.after(Duration.ofMillis(random.nextDouble() < fault ? random.nextInt(LATEST) : 1), () -> {
                    try {
                        byControl.get(to).receive(from, codec.decode(bytes));
                    } catch (MalformedMessage e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }
    }

    /** The shortest way, whatever is reserved on it. */
    private Optional<List<Inet4Address>> route(Inet4Address from, Inet4Address to, int slots,
            Set<Inet4Address> without) {
        Map<Integer, List<Inet4Address>> ways = new HashMap<>();
        Deque<Integer> next = new ArrayDeque<>(List.of(from.getAddress()[3] & 0xff));
        ways.put(next.peek(), List.of());
        while (!next.isEmpty()) {
            int node = next.remove();
            for (DataLink link : linksOf(node)) {
                int other = link.neighbour().getAddress()[3];
                if (!ways.containsKey(other) && !without.contains(link.local()) && !without.contains(link.remote())) {
                    List<Inet4Address> way = new ArrayList<>(ways.get(node));
                    way.add(link.remote());
                    ways.put(other, way);
                    next.add(other);
                }
            }
        }
        return Optional.ofNullable(ways.get(to.getAddress()[3] & 0xff));
    }

    CpNode node(int number) {
        return nodes.get(number);
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    void becomeReliable() {
        fault = 0;
    }

    /** The link between the two dies, or works again, at both of its ends. */
    void link(int one, int other, boolean works) {
        for (int[] ends : new int[][] {{one, other}, {other, one}}) {
            DataLink link = nodes.get(ends[0]).links().stream().filter(candidate -> candidate.name()
                    .equals("%d-%d".formatted(ends[0], ends[1]))).findFirst().orElseThrow();
            if (works) {
                nodes.get(ends[0]).linkWorks(link);
            } else {
                nodes.get(ends[0]).linkFailed(link);
            }
        }
    }

    int[] anyLink() {
        return LINKS[random.nextInt(LINKS.length)];
    }

    Random random() {
        return random;
    }

    Map<LspRequest, List<RouteHop>> up() {
        return up;
    }

    Map<LspRequest, String> failed() {
        return failed;
    }

    void tearDown(int from, LspRequest request) {
        up.remove(request);
        nodes.get(from).tearDown(request);
    }

    /** Both ends of each link have the same, every slot is of an LSP that is up, and every LSP has all of its way. */
    void assertNothingLeaks() {
        int taken = 0;
        Set<LspId> holders = new HashSet<>();
        for (int[] ends : LINKS) {
            Map<LspId, List<Integer>> here = slots(ends[0], ends[1]);
            assertThat(here).as("link %d-%d", ends[0], ends[1]).isEqualTo(slots(ends[1], ends[0]));
            holders.addAll(here.keySet());
            taken += here.values().stream().mapToInt(List::size).sum();
        }
        Set<LspId> everywhere = new HashSet<>();
        nodes.values().forEach(node -> everywhere.addAll(node.lsps()));
        assertThat(holders).isEqualTo(everywhere);
        assertThat(everywhere).hasSize(up.size());
        int wanted = up.entrySet().stream().mapToInt(one -> one.getKey().slots() * hops(one.getValue())).sum();
        assertThat(taken).isEqualTo(wanted);
        nodes.forEach((number, node) -> assertThat(connected.get(number).keySet()).as("node %d", number)
                .isEqualTo(node.lsps()));
    }

    private static int hops(List<RouteHop> taken) {
        return (int) taken.stream().filter(RouteHop.Address.class::isInstance).count();
    }

    private Map<LspId, List<Integer>> slots(int node, int other) {
        return nodes.get(node).slots(linksOf(node).stream().filter(link -> link.name().equals("%d-%d".formatted(node,
                other))).findFirst().orElseThrow());
    }
}
