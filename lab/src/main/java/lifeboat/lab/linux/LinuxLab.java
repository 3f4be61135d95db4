package lifeboat.lab.linux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.LabService;
import lifeboat.lab.device.LabConsole;
import lifeboat.lab.simulated.cli.FaultInjector;
import lifeboat.lab.simulated.device.CpDevice;
import lifeboat.lab.simulated.network.LayerOneNetwork;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.Device;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * The paper's system from Linux's own parts: namespaces as hosts, Open vSwitch as L2SWs and NAGW behind OpenSSH and
 * telnetd, rate-limited links as L1SWs, PMC daemons with CRIU, and a streaming service that is a real process.
 *
 * <p>It expects the network that {@code lab/linux/network.sh} builds, and runs in its control host.
 */
public final class LinuxLab implements Lab {

    static final int SERVICE_PORT = 8000;
    static final int ECHO_PORT = 7007;

    private static final String CONTROL = "10.99.0.1";

    /** The service must have a PID that nothing at the other server has. */
    private static final int FREE_PID = 30_000;

    private final Path home;
    private final Path folder;
    private final Credentials credentials;
    private final Daemons daemons;
    private final List<Server> servers;
    private final FaultInjector faults = new FaultInjector();
    private final List<Access> accesses = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final KeyPair hostKey = KeyUtils.generateKeyPair("ssh-rsa", 2048);

    /**
     * The service of the lab.
     *
     * @param memoryMiB the size of its memory
     * @param hotMiB how much of that it keeps changing
     */
    public record Service(ServiceKind kind, double memoryMiB, double hotMiB) {
    }

    /**
     * @param home Lifeboat's folder
     * @param network the folder of the network that was built
     * @param folder where the lab keeps its keys and logs
     */
    public LinuxLab(Path home, Path network, Path folder, Credentials credentials, Service service)
            throws Exception {
        this.home = home;
        this.folder = folder;
        this.credentials = credentials;
        this.daemons = new Daemons(folder);
        open.add(daemons);
        LayerOneNetwork layerOne = new LayerOneNetwork(
                List.of(new LayerOneNetwork.Link("l1sw1", "l1sw2", 2_400_000_000L)), new RateLimitedLinks());
        Server main = Server.of(1, network);
        Server backup = Server.of(2, network);
        servers = List.of(main, backup);
        Switches switches = new Switches(network, folder, daemons);
        AddressRecord addresses = new AddressRecord(VIRTUAL_IP, daemons);
        PmcDaemons pmcs = new PmcDaemons(home, folder, daemons);
        telnet(new LabConsole(new LinuxBackstage(home, servers, addresses,
                new Breakages(faults, switches, main, backup), pmcs), faults), "lab-console", "lifeboat_lab", 2301);
        telnet(new CpDevice("cp1", "l1sw1", layerOne), "cp-device", "gmpls_cp", 2302);
        ssh(new CpDevice("cp2", "l1sw2", layerOne), "cp-device", "gmpls_cp", 2303);
        accesses.addAll(switches.start(credentials));
        for (Server server : servers) {
            addresses.start(server);
            accesses.add(pmcs.start(server, credentials));
            startEcho(server);
        }
        startService(main, service);
        for (Access access : accesses) {
            Daemons.await(() -> answers(access), access.device() + " does not answer, see its log in " + folder);
        }
    }

    private void telnet(Device device, String role, String platform, int port) {
        open.add(new TelnetServer(device, credentials, faults.on(device.name()),
                new InetSocketAddress(CONTROL, port)));
        accesses.add(Access.telnet(device.name(), role, platform, CONTROL, port));
    }

    private void ssh(Device device, String role, String platform, int port) {
        SshCliServer server = new SshCliServer(device, credentials, faults.on(device.name()),
                new InetSocketAddress(CONTROL, port), hostKey);
        open.add(server);
        accesses.add(Access.ssh(device.name(), role, platform, CONTROL, port, server.fingerprint()));
    }

    /**
     * A server's own address, beside the virtual IP, tells by its answers which server users reach. They know its
     * hardware address, as a probe would otherwise wait for ARP.
     */
    private void startEcho(Server server) throws IOException {
        daemons.start(server.inside(List.of("/usr/bin/python3", home.resolve("lab/linux/echo.py").toString(),
                server.address(), String.valueOf(ECHO_PORT))), server.name() + "-echo.log");
        String hardwareAddress = server.run("cat /sys/class/net/eth0/address").strip();
        Shell.run(Shell.in("user", List.of("ip", "neighbour", "replace", server.address(), "lladdr", hardwareAddress,
                "dev", "eth0", "nud", "permanent")));
    }

    private void startService(Server server, Service service) throws IOException {
        server.run("ip address add %s/32 dev eth0".formatted(VIRTUAL_IP));
        String command = service.kind().command(home, VIRTUAL_IP, String.valueOf(SERVICE_PORT),
                String.valueOf(service.memoryMiB()), String.valueOf(service.hotMiB()), Server.PID_FILE)
                .stream().collect(Collectors.joining(" "));
        server.run("echo %d >/proc/sys/kernel/ns_last_pid; cd %s; setsid -f sh -c 'exec %s </dev/null >/dev/null 2>&1'"
                .formatted(FREE_PID, folder, command));
        Daemons.await(() -> server.run("cat %s 2>/dev/null || true".formatted(Server.PID_FILE)).contains("\n"),
                "the service does not start");
    }

    /** Another lab may follow in the same network. */
    private static void clear(Server server) throws IOException {
        server.run(("kill -9 $(cat %s 2>/dev/null) 2>/dev/null; rm -rf /run/lifeboat/*; "
                + "ip address del %s/32 dev eth0 2>/dev/null; true").formatted(Server.PID_FILE, VIRTUAL_IP));
    }

    private static boolean answers(Access access) {
        try (Socket socket = new Socket(access.host(), access.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<Access> accesses() {
        return List.copyOf(accesses);
    }

    @Override
    public List<String> sites() {
        return List.of("main", "backup");
    }

    @Override
    public List<LabService> services() {
        return List.of(new LabService(PROCESS, VIRTUAL_IP, "user", "%s:%d from the user's host".formatted(VIRTUAL_IP,
                SERVICE_PORT)));
    }

    @Override
    public List<String> publicAddresses() {
        return List.of("10.98.0.1", "10.98.0.2");
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        for (Server server : servers) {
            clear(server);
        }
    }
}
