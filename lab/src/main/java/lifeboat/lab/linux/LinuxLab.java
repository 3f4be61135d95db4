package lifeboat.lab.linux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.LabService;
import lifeboat.lab.device.CpDevice;
import lifeboat.lab.device.LabConsoleDevice;
import lifeboat.lab.fault.FaultInjector;
import lifeboat.lab.layerone.LayerOneNetwork;
import lifeboat.lab.linux.relay.Relays;
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
    private static final int FIRST_RELAY_PORT = 2311;

    private final Path folder;
    private final Credentials credentials;
    private final Daemons daemons;
    private final List<LabServer> servers;
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
    public record ServiceProcess(ServiceKind kind, double memoryMiB, double hotMiB) {
    }

    /**
     * @param home Lifeboat's folder
     * @param network the folder of the network that was built
     * @param folder where the lab keeps its keys and logs
     * @param relayed whether there are relays before its devices, so that lines to them can be befallen by faults
     */
    public LinuxLab(Path home, Path network, Path folder, Credentials credentials, ServiceProcess service,
            boolean relayed)
            throws Exception {
        this.folder = folder;
        this.credentials = credentials;
        this.daemons = new Daemons(folder);
        open.add(daemons);
        LayerOneNetwork layerOne = new LayerOneNetwork(
                List.of(new LayerOneNetwork.Link("l1sw1", "l1sw2", 2_400_000_000L)), new RateLimitedLinks());
        LabServer main = new LabServer(1, network);
        LabServer backup = new LabServer(2, network);
        servers = List.of(main, backup);
        Switches switches = new Switches(network, folder, daemons);
        AddressRecord addresses = new AddressRecord(VIRTUAL_IP, daemons);
        PmcDaemons pmcs = new PmcDaemons(home, folder, daemons);
        ServerPrograms programs = new ServerPrograms(home, folder, daemons, service);
        CopyWatch copies = new CopyWatch(servers);
        open.add(copies);
        telnet(new LabConsoleDevice(new LinuxBackstage(home, servers, addresses, copies,
                new Breakages(faults, switches, main, backup), pmcs, switches, programs), faults), Access.CONSOLE,
                "lifeboat_lab", 2301);
        telnet(new CpDevice("cp1", "l1sw1", layerOne), "cp-device", "gmpls_cp", 2302);
        ssh(new CpDevice("cp2", "l1sw2", layerOne), "cp-device", "gmpls_cp", 2303);
        List<Access> real = new ArrayList<>(switches.start(credentials));
        for (LabServer server : servers) {
            addresses.start(server);
            real.add(pmcs.start(server, credentials));
            programs.startEcho(server);
        }
        programs.startService(main);
        for (Access access : real) {
            Daemons.await(() -> answers(access), access.device() + " does not answer, see its log in " + folder);
        }
        accesses.addAll(relayed ? behindRelays(real) : real);
    }

    private List<Access> behindRelays(List<Access> devices) {
        Relays relays = new Relays(credentials, folder.resolve(Switches.KEY), faults, hostKey);
        open.add(relays);
        List<Access> before = new ArrayList<>();
        for (Access device : devices) {
            before.add(relays.before(device, new InetSocketAddress(CONTROL, FIRST_RELAY_PORT + before.size())));
        }
        return before;
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

    /** Another lab may follow in the same network. */
    private static void clear(LabServer server) throws IOException {
        if (!server.isUp()) {
            return;
        }
        server.run(("kill -9 $(cat %s 2>/dev/null) 2>/dev/null; rm -rf /run/lifeboat/*; "
                + "ip address del %s/32 dev eth0 2>/dev/null; true").formatted(LabServer.PID_FILE, VIRTUAL_IP));
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
        for (LabServer server : servers) {
            clear(server);
        }
    }
}
