package lifeboat.lab.simulated;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.LabService;
import lifeboat.lab.device.Backstage;
import lifeboat.lab.device.CpDevice;
import lifeboat.lab.device.LabConsoleDevice;
import lifeboat.lab.fault.FaultInjector;
import lifeboat.lab.fault.StepFault;
import lifeboat.lab.layerone.LayerOneNetwork;
import lifeboat.lab.layerone.LayerOneNetwork.Link;
import lifeboat.lab.simulated.device.AccessGatewayDevice;
import lifeboat.lab.simulated.device.LayerTwoSwitchDevice;
import lifeboat.lab.simulated.network.Host;
import lifeboat.lab.simulated.network.PmcKilled;
import lifeboat.lab.simulated.network.SimulatedNetwork;
import lifeboat.lab.simulated.network.VlanSwitch;
import lifeboat.lab.user.StreamUser;
import lifeboat.lab.user.User;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.Device;
import lifeboat.pmc.cli.LineRunner;
import lifeboat.pmc.cli.PmcDevice;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;
import org.apache.sshd.common.config.keys.KeyUtils;

/** The paper's system on loopback, each device behind a Telnet or SSH port of its own. */
public class SimulatedLab implements Lab {

    /** The paper's process: 40 MB of memory, a video stream of 2 Mbit/s. */
    public static final long IMAGE_BYTES = 40L * 1024 * 1024;
    public static final long STREAM_BITS_PER_SECOND = 2_000_000;

    private static final long STM_16 = 2_400_000_000L;
    private static final long STM_4 = 622_000_000L;
    private static final long STM_64 = 9_953_000_000L;

    private final SimulatedNetwork network;
    private final FaultInjector faults = new FaultInjector();
    private final List<String> sites;
    private final Map<LabService, ServerSocket> userSides = new LinkedHashMap<>();
    private final LabConsoleDevice console;
    private final Map<String, Closeable> servers = new LinkedHashMap<>();
    private final List<Access> accesses = new ArrayList<>();
    private final Credentials credentials;
    private final long imageBytes;
    private final KeyPair hostKey = KeyUtils.generateKeyPair("ssh-rsa", 2048);

    /**
     * The paper's two sites and its service.
     *
     * @param imageBytes the size of the service's memory
     * @param basePort the first port to use, in order of the devices; 0 for any free ports
     */
    public SimulatedLab(long imageBytes, Credentials credentials, int basePort) throws Exception {
        this(imageBytes, credentials, basePort, 2, 1);
    }

    /**
     * @param imageBytes the size of each service's memory
     * @param basePort the first port to use, in order of the devices; 0 for any free ports
     * @param sites how many, each with one server
     * @param services how many, one at each site in turn
     */
    public SimulatedLab(long imageBytes, Credentials credentials, int basePort, int sites, int services)
            throws Exception {
        this.credentials = credentials;
        this.imageBytes = imageBytes;
        this.sites = IntStream.rangeClosed(1, sites).mapToObj(SimulatedLab::site).toList();
        network = new SimulatedNetwork(new LayerOneNetwork(links(sites, services)));
        Ports ports = new Ports(basePort);
        List<Host> hosts = new ArrayList<>();
        List<VlanSwitch> switches = new ArrayList<>();
        for (int i = 1; i <= sites; i++) {
            switches.add(new VlanSwitch("l2sw" + i, i));
            hosts.add(network.addHost("server" + i, i, "10.100.0." + i, "l1sw" + i, switches.get(i - 1)));
        }
        startService(1, hosts, imageBytes, ports);
        console = new LabConsoleDevice(new SimulatedBackstage(), faults);
        telnet(console, faults.on(console.name()), Access.CONSOLE, "lifeboat_lab", ports);
        for (int i = 1; i <= sites; i++) {
            CpDevice device = new CpDevice("cp" + i, "l1sw" + i, network.layerOne());
            either(i % 2 == 1, device, faults.on(device.name()), "cp-device", "gmpls_cp", ports);
        }
        for (int i = 1; i <= sites; i++) {
            LayerTwoSwitchDevice device = new LayerTwoSwitchDevice(switches.get(i - 1));
            either(i % 2 == 1, device, faults.on(device.name()), "l2sw", "vlan_switch", ports);
        }
        ssh(new AccessGatewayDevice("nagw", network), faults.on("nagw"), "nagw", "access_gateway", ports);
        for (int i = 1; i <= sites; i++) {
            Host host = hosts.get(i - 1);
            PmcDevice device = new PmcDevice("pmc" + i, host.name(), host::pmc);
            either(i % 2 == 0, device, onPmc(device.name(), host), "pmc", "lifeboat_pmc", ports);
        }
        for (int number = 2; number <= services; number++) {
            startService(number, hosts, imageBytes, ports);
        }
    }

    private static String site(int number) {
        return switch (number) {
            case 1 -> "main";
            case 2 -> "backup";
            default -> "site" + number;
        };
    }

    /** Each site's L1SW has a link to one more that is nobody's; of two sites, the paper's, there is a narrow detour. */
    private static List<Link> links(int sites, int services) {
        String between = "l1sw" + (sites + 1);
        List<Link> links = new ArrayList<>();
        for (int i = 1; i <= sites; i++) {
            links.add(new Link("l1sw" + i, between, services == 1 ? STM_16 : STM_64));
        }
        links.add(new Link("l1sw1", "l1sw2", STM_4));
        return links;
    }

    private void startService(int number, List<Host> hosts, long imageBytes, Ports ports) throws IOException {
        String suffix = number == 1 ? "" : String.valueOf(number);
        int site = (number - 1) % hosts.size();
        ServerSocket userSide = new ServerSocket(ports.next().getPort(), 50, InetAddress.getLoopbackAddress());
        LabService service = new LabService(PROCESS + suffix, number == 1 ? VIRTUAL_IP : "192.168.2." + number,
                "users" + suffix, "127.0.0.1:" + userSide.getLocalPort());
        userSides.put(service, userSide);
        network.moveUsers(service.userGroup(), site + 1);
        network.startService(hosts.get(site), service.process(), service.virtualIp(), imageBytes,
                STREAM_BITS_PER_SECOND);
        hosts.forEach(host -> host.addProcess(service.process()));
        daemon(() -> acceptUsers(service, userSide));
    }

    private static final class Ports {
        private int next;

        Ports(int base) {
            this.next = base;
        }

        InetSocketAddress next() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), next == 0 ? 0 : next++);
        }
    }

    private void either(boolean telnet, Device device, LineRunner runner, String role, String platform, Ports ports) {
        if (telnet) {
            telnet(device, runner, role, platform, ports);
        } else {
            ssh(device, runner, role, platform, ports);
        }
    }

    private void telnet(Device device, LineRunner runner, String role, String platform, Ports ports) {
        TelnetServer server = new TelnetServer(device, credentials, runner, ports.next());
        servers.put(device.name(), server);
        accesses.add(Access.telnet(device.name(), role, platform, "127.0.0.1", server.port()));
    }

    private void ssh(Device device, LineRunner runner, String role, String platform, Ports ports) {
        SshCliServer server = new SshCliServer(device, credentials, runner, ports.next(), hostKey);
        servers.put(device.name(), server);
        accesses.add(Access.ssh(device.name(), role, platform, "127.0.0.1", server.port(), server.fingerprint()));
    }

    private void acceptUsers(LabService service, ServerSocket userSide) {
        while (!userSide.isClosed()) {
            try {
                Socket socket = userSide.accept();
                socket.setTcpNoDelay(true);
                network.connect(socket, service.userGroup(), service.virtualIp());
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private final class SimulatedBackstage implements Backstage {

        @Override
        public User connectUser(String name) throws IOException {
            for (Map.Entry<LabService, ServerSocket> side : userSides.entrySet()) {
                if (side.getKey().process().equals(name)) {
                    return new StreamUser(side.getValue().getInetAddress().getHostAddress(),
                            side.getValue().getLocalPort());
                }
            }
            throw new IOException("there is no service " + name);
        }

        @Override
        public void watchSwitchOver() throws IOException {
            throw new IOException("no datagrams are carried here: use the Linux lab");
        }

        @Override
        public Optional<Duration> switchOverOutage() {
            return Optional.empty();
        }

        @Override
        public List<String> servers() {
            return network.describe();
        }

        @Override
        public List<String> violations() {
            return network.violations();
        }

        @Override
        public String process() throws IOException {
            throw new IOException("no process is real here: use the Linux lab");
        }

        @Override
        public void breakSomething(String name) {
            faults.add(StepFault.of(name), true);
        }

        @Override
        public void mend() {
            faults.clear();
        }

        @Override
        public void killPmc(int server, String moment) throws IOException {
            Host host = host(server);
            if (moment.isEmpty()) {
                host.killPmc();
            } else {
                host.killPmcAt(moment);
            }
        }

        private Host host(int server) throws IOException {
            if (server > sites.size()) {
                throw new IOException("there is no server %d".formatted(server));
            }
            return network.host("server" + server);
        }

        @Override
        public void rebootServer(int server) throws IOException {
            Host host = host(server);
            network.reboot(host.name(), process -> userSides.keySet().stream()
                    .filter(service -> service.process().equals(process)).forEach(service -> start(host, service)));
        }

        private void start(Host host, LabService service) {
            network.startService(host, service.process(), service.virtualIp(), imageBytes, STREAM_BITS_PER_SECOND);
        }

        @Override
        public void startPmcs() {
            network.hosts().forEach(host -> {
                host.killPmcAt("");
                host.startPmc();
            });
        }

        @Override
        public Map<String, Integer> pmcDeaths() {
            Map<String, Integer> deaths = new LinkedHashMap<>();
            network.hosts().forEach(host -> deaths.put(host.name().replace("server", "pmc"), host.pmcDeaths()));
            return deaths;
        }

        @Override
        public void destroyMainSite() throws IOException {
            network.destroy("server1");
            servers.get("pmc1").close();
        }

        @Override
        public void rebuildMainSite() throws IOException {
            Host host = network.host("server1");
            network.rebuild(host.name());
            Access access = accesses.stream().filter(a -> a.device().equals("pmc1")).findFirst().orElseThrow();
            servers.put("pmc1", new SshCliServer(new PmcDevice("pmc1", host.name(), host::pmc), credentials,
                    onPmc("pmc1", host), new InetSocketAddress(access.host(), access.port()), hostKey));
            for (LabService service : userSides.keySet()) {
                if (!network.runsAnywhere(service.process())) {
                    network.moveUsers(service.userGroup(), 1);
                    start(host, service);
                }
            }
        }
    }

    /** A connection to a PMC that is dead, or dies at a line, ends. */
    private LineRunner onPmc(String device, Host host) {
        LineRunner faulty = faults.on(device);
        return (commands, line, terminal) -> {
            try {
                return host.isPmcAlive() && faulty.run(commands, line, terminal) && host.isPmcAlive();
            } catch (PmcKilled e) {
                return host.isPmcAlive();
            }
        };
    }

    public SimulatedNetwork network() {
        return network;
    }

    public FaultInjector faults() {
        return faults;
    }

    @Override
    public List<Access> accesses() {
        return Collections.unmodifiableList(accesses);
    }

    @Override
    public List<String> sites() {
        return sites;
    }

    @Override
    public List<LabService> services() {
        return List.copyOf(userSides.keySet());
    }

    @Override
    public List<String> publicAddresses() {
        return List.of();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "nagw-users");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws Exception {
        console.close();
        for (ServerSocket userSide : userSides.values()) {
            userSide.close();
        }
        for (Closeable server : servers.values()) {
            server.close();
        }
        network.close();
    }
}
