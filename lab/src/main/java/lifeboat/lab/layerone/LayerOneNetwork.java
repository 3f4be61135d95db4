package lifeboat.lab.layerone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * L1SWs, the links between them, and the light paths that are reserved on the links.
 *
 * <p>A path is signalled hop by hop as RSVP-TE does (RFC 3473): Path messages go to the egress with an admission check
 * at every hop, Resv messages come back and reserve, a hop without capacity answers PathErr, PathTear releases.
 */
public final class LayerOneNetwork {

    /** A link and its capacity in bits per second, in each direction alike. */
    public record Link(String from, String to, long capacity) {

        boolean touches(String node) {
            return from.equals(node) || to.equals(node);
        }

        String other(String node) {
            return from.equals(node) ? to : from;
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    /** An established light path. */
    public record LightPath(String name, List<String> route, long bandwidth) {

        boolean connects(String one, String other) {
            String first = route.get(0);
            String last = route.get(route.size() - 1);
            return first.equals(one) && last.equals(other) || first.equals(other) && last.equals(one);
        }
    }

    /** A hop that did not admit a path. */
    public static final class PathErr extends Exception {

        public PathErr(String message) {
            super(message);
        }
    }

    /** What switches light through: nothing, in a network that is simulated. */
    public interface CrossConnect {

        void connect(LightPath path) throws PathErr;

        void disconnect(LightPath path);

        CrossConnect NONE = new CrossConnect() {
            @Override
            public void connect(LightPath path) {
                // its bandwidth is looked up where it is used
            }

            @Override
            public void disconnect(LightPath path) {
                // nothing was connected
            }
        };
    }

    private final CrossConnect crossConnect;
    private final List<Link> links;
    private final Map<String, LightPath> paths = new LinkedHashMap<>();
    private final Map<Link, Map<String, Long>> reservations = new HashMap<>();

    public LayerOneNetwork(List<Link> links) {
        this(links, CrossConnect.NONE);
    }

    public LayerOneNetwork(List<Link> links, CrossConnect crossConnect) {
        this.crossConnect = crossConnect;
        this.links = List.copyOf(links);
        links.forEach(link -> reservations.put(link, new LinkedHashMap<>()));
    }

    public List<Link> links() {
        return links;
    }

    public synchronized long free(Link link) {
        return link.capacity() - reservations.get(link).values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized Optional<LightPath> find(String name) {
        return Optional.ofNullable(paths.get(name));
    }

    public synchronized List<LightPath> paths() {
        return List.copyOf(paths.values());
    }

    /** Sets a path up from one L1SW to another, on the shortest route that has the bandwidth. */
    public synchronized LightPath establish(String name, String from, String to, long bandwidth) throws PathErr {
        if (paths.containsKey(name)) {
            throw new PathErr("light path %s exists already".formatted(name));
        }
        List<String> route = route(from, to, bandwidth);
        path(name, bandwidth, route, 0);
        LightPath path = new LightPath(name, route, bandwidth);
        try {
            crossConnect.connect(path);
        } catch (PathErr e) {
            release(name);
            throw e;
        }
        paths.put(name, path);
        return path;
    }

    /** The bandwidth of the widest light path between two L1SWs; 0 if there is none. */
    public synchronized long bandwidthBetween(String one, String other) {
        return paths.values().stream().filter(path -> path.connects(one, other)).mapToLong(LightPath::bandwidth)
                .max().orElse(0);
    }

    /** PathTear. @return whether there was such a path */
    public synchronized boolean tearDown(String name) {
        release(name);
        LightPath path = paths.remove(name);
        if (path != null) {
            crossConnect.disconnect(path);
        }
        return path != null;
    }

    private void release(String name) {
        reservations.values().forEach(reserved -> reserved.remove(name));
    }

    /** The Path message at one hop; when the call returns, the Resv has come back and the hop is reserved. */
    private void path(String name, long bandwidth, List<String> route, int hop) throws PathErr {
        if (hop == route.size() - 1) {
            return;
        }
        Link link = link(route.get(hop), route.get(hop + 1));
        if (free(link) < bandwidth) {
            throw new PathErr("PathErr from %s: link %s has %d bit/s free, %d requested".formatted(route.get(hop),
                    link, free(link), bandwidth));
        }
        path(name, bandwidth, route, hop + 1);
        reservations.get(link).put(name, bandwidth);
    }

    private List<String> route(String from, String to, long bandwidth) throws PathErr {
        Map<String, String> cameFrom = new HashMap<>(Map.of(from, from));
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && !cameFrom.containsKey(to)) {
            String node = open.removeFirst();
            for (Link link : links) {
                if (link.touches(node) && free(link) >= bandwidth
                        && cameFrom.putIfAbsent(link.other(node), node) == null) {
                    open.add(link.other(node));
                }
            }
        }
        if (!cameFrom.containsKey(to)) {
            throw new PathErr("no route from %s to %s with %d bit/s free".formatted(from, to, bandwidth));
        }
        List<String> route = new ArrayList<>(List.of(to));
        while (!route.get(0).equals(from)) {
            route.add(0, cameFrom.get(route.get(0)));
        }
        return route;
    }

    private Link link(String one, String other) {
        return links.stream().filter(link -> link.touches(one) && link.touches(other)).findFirst().orElseThrow();
    }
}
