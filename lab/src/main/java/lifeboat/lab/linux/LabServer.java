package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server: network, PID and mount namespaces of its own.
 *
 * @param network the folder of the network that was built
 */
record LabServer(int number, Path network) {

    /** Where the service notes its PID. */
    static final String PID_FILE = "/run/lifeboat/video.pid";

    private static final List<String> LINKS = List.of("eth0", "eth1", "eth2", "ctl");

    String name() {
        return "server" + number;
    }

    /** Its own address in the users' network, beside the virtual IP. */
    String address() {
        return "192.168.2.1" + number;
    }

    /** The PID of its init, in the lab's namespace: another one after each start. */
    long init() throws IOException {
        return Long.parseLong(Files.readString(network.resolve(name()).resolve("init.pid")).strip());
    }

    boolean isUp() throws IOException {
        return Files.exists(Path.of("/proc", String.valueOf(init()), "ns/net"));
    }

    /** A command as it is run here. */
    List<String> inside(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(init()), "--net", "--pid",
                "--mount"));
        all.addAll(command);
        return all;
    }

    /** Runs a shell's command. @throws IOException if it fails */
    String run(String command) throws IOException {
        return Shell.run(inside(List.of("sh", "-c", command)));
    }

    /** Without power: not a packet leaves it any more, and nothing of its memory stays. */
    void destroy() throws IOException {
        setLinks("down");
        Shell.run(List.of("kill", "-9", String.valueOf(init())));
        inNetwork("nft flush ruleset; ip address del %s/32 dev eth0 2>/dev/null; true".formatted(LinuxLab.VIRTUAL_IP));
    }

    /** Another one in its place. @param home Lifeboat's folder */
    void replace(Path home) throws IOException {
        Shell.run(List.of(home.resolve("lab/linux/network.sh").toString(), "server", network.toString(), name()));
        setLinks("up");
    }

    private void setLinks(String state) throws IOException {
        for (String link : LINKS) {
            inNetwork("ip link set %s %s".formatted(link, state));
        }
    }

    private void inNetwork(String command) throws IOException {
        Shell.run(Shell.in(name(), List.of("sh", "-c", command)));
    }
}
