package lifeboat.lab.linux;

import java.io.IOException;
import java.util.List;
import lifeboat.lab.layerone.LayerOneNetwork.CrossConnect;
import lifeboat.lab.layerone.LayerOneNetwork.LightPath;
import lifeboat.lab.layerone.LayerOneNetwork.PathErr;

/**
 * The L1SWs of the Linux lab: while a light path is up, each joins its client port to its line port, and the line is
 * limited to the path's bandwidth. The lab has one line, so one path at a time.
 */
final class RateLimitedLinks implements CrossConnect {

    @Override
    public void connect(LightPath path) throws PathErr {
        for (String node : path.route()) {
            try {
                on(node, "tc", "qdisc", "replace", "dev", "line", "root", "tbf", "rate", path.bandwidth() + "bit",
                        "burst", "512kb", "latency", "50ms");
                on(node, "ip", "link", "set", "client", "master", "br0");
                on(node, "ip", "link", "set", "line", "master", "br0");
            } catch (IOException e) {
                disconnect(path);
                throw new PathErr("PathErr from %s: %s".formatted(node, e.getMessage()));
            }
        }
    }

    @Override
    public void disconnect(LightPath path) {
        for (String node : path.route()) {
            attempt(node, "ip", "link", "set", "client", "nomaster");
            attempt(node, "ip", "link", "set", "line", "nomaster");
            attempt(node, "tc", "qdisc", "del", "dev", "line", "root");
        }
    }

    private static void attempt(String node, String... command) {
        try {
            on(node, command);
        } catch (IOException e) {
            // it was not connected
        }
    }

    private static void on(String node, String... command) throws IOException {
        Shell.run(Shell.in(node, List.of(command)));
    }
}
