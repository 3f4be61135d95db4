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
import lifeboat.lab.user.StreamUser;
import lifeboat.lab.user.User;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.Device;
import lifeboat.pmc.cli.LineRunner;
import lifeboat.lab.simulated.cli.FaultInjector;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;
import lifeboat.lab.simulated.device.AccessGatewayDevice;
import lifeboat.lab.simulated.device.CpDevice;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.device.Backstage;
import lifeboat.lab.device.LabConsole;
import lifeboat.lab.simulated.device.LayerTwoSwitchDevice;
import lifeboat.pmc.cli.PmcDevice;
import lifeboat.lab.simulated.network.Host;
import lifeboat.lab.simulated.network.LayerOneNetwork;
import lifeboat.lab.simulated.network.LayerOneNetwork.Link;
import lifeboat.lab.simulated.network.PmcKilled;
import lifeboat.lab.simulated.network.SimulatedNetwork;
import lifeboat.lab.simulated.network.VlanSwitch;
import org.apache.sshd.common.config.keys.KeyUtils;

/** The paper's system on loopback, each device behind a Telnet or SSH port of its own. */
public class SimulatedLab implements Lab {

    /** The paper's process: 40 MB of memory, a video stream of 2 Mbit/s. */
    public static final long IMAGE_BYTES = 40L * 1024 * 1024;
    public static final long STREAM_BITS_PER_SECOND = 2_000_000;

    private static final String USERS = "users";

    private final SimulatedNetwork network;
    private final FaultInjector faults = new FaultInjector();
    private final ServerSocket userSide;
    private final LabConsole console;
    private final Map<String, Closeable> servers = new LinkedHashMap<>();
    private final List<Access> accesses = new ArrayList<>();
    private final Credentials credentials;
    private final KeyPair hostKey = KeyUtils.generateKeyPair("ssh-rsa", 2048);

    /**
     * @param imageBytes the size of the service's memory
     * @param basePort the first port to use, in order of the devices; 0 for any free ports
     */
    public SimulatedLab(long imageBytes, Credentials credentials, int basePort) throws Exception {
        this.credentials = credentials;
        network = new SimulatedNetwork(new LayerOneNetwork(List.of(
                new Link("l1sw1", "l1sw3", 2_400_000_000L),
                new Link("l1sw3", "l1sw2", 2_400_000_000L),
                new Link("l1sw1", "l1sw2", 622_000_000L))));
        VlanSwitch l2sw1 = new VlanSwitch("l2sw1", 1);
        VlanSwitch l2sw2 = new VlanSwitch("l2sw2", 2);
        Host server1 = network.addHost("server1", 1, "10.100.0.1", "l1sw1", l2sw1);
        Host server2 = network.addHost("server2", 2, "10.100.0.2", "l1sw2", l2sw2);
        network.moveUsers(USERS, 1);
        network.startService(server1, PROCESS, VIRTUAL_IP, imageBytes, STREAM_BITS_PER_SECOND);

        Ports ports = new Ports(basePort);
        userSide = new ServerSocket(ports.next().getPort(), 50, InetAddress.getLoopbackAddress());
        daemon(this::acceptUsers);
        console = new LabConsole(new Behind(), faults);
        telnet(console, "lab-console", "lifeboat_lab", ports);
        telnet(new CpDevice("cp1", "l1sw1", network.layerOne()), "cp-device", "gmpls_cp", ports);
        ssh(new CpDevice("cp2", "l1sw2", network.layerOne()), "cp-device", "gmpls_cp", ports);
        telnet(new LayerTwoSwitchDevice(l2sw1), "l2sw", "vlan_switch", ports);
        ssh(new LayerTwoSwitchDevice(l2sw2), "l2sw", "vlan_switch", ports);
        ssh(new AccessGatewayDevice("nagw", network), "nagw", "access_gateway", ports);
        ssh(new PmcDevice("pmc1", server1.name(), server1::pmc), onPmc("pmc1", server1), "pmc", "lifeboat_pmc", ports);
        telnet(new PmcDevice("pmc2", server2.name(), server2::pmc), onPmc("pmc2", server2), "pmc", "lifeboat_pmc",
                ports);
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

    private void telnet(Device device, String role, String platform, Ports ports) {
        telnet(device, faults.on(device.name()), role, platform, ports);
    }

    private void telnet(Device device, LineRunner runner, String role, String platform, Ports ports) {
        TelnetServer server = new TelnetServer(device, credentials, runner, ports.next());
        servers.put(device.name(), server);
        accesses.add(Access.telnet(device.name(), role, platform, "127.0.0.1", server.port()));
    }

    private void ssh(Device device, String role, String platform, Ports ports) {
        ssh(device, faults.on(device.name()), role, platform, ports);
    }

    private void ssh(Device device, LineRunner runner, String role, String platform, Ports ports) {
        SshCliServer server = new SshCliServer(device, credentials, runner, ports.next(), hostKey);
        servers.put(device.name(), server);
        accesses.add(Access.ssh(device.name(), role, platform, "127.0.0.1", server.port(), server.fingerprint()));
    }

    private void acceptUsers() {
        while (!userSide.isClosed()) {
            try {
                Socket socket = userSide.accept();
                socket.setTcpNoDelay(true);
                network.connect(socket, USERS, VIRTUAL_IP);
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private final class Behind implements Backstage {

        @Override
        public User connectUser() throws IOException {
            return new StreamUser(userSide.getInetAddress().getHostAddress(), userSide.getLocalPort());
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
        public void breakSomething(String name) throws IOException {
            throw new IOException("nothing is real here: use 'fault'");
        }

        @Override
        public void mend() {
            // nothing can be broken
        }

        @Override
        public void killPmc(int server, String moment) {
            Host host = network.host("server" + server);
            if (moment.isEmpty()) {
                host.killPmc();
            } else {
                host.killPmcAt(moment);
            }
        }

        @Override
        public void startPmcs() {
            for (String name : List.of("server1", "server2")) {
                network.host(name).killPmcAt("");
                network.host(name).startPmc();
            }
        }

        @Override
        public int pmcDeaths() {
            return network.host("server1").pmcDeaths() + network.host("server2").pmcDeaths();
        }

        @Override
        public void destroyMainSite() throws IOException {
            network.destroy("server1");
            servers.get("pmc1").close();
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
    public String userGroup() {
        return USERS;
    }

    @Override
    public List<String> publicAddresses() {
        return List.of();
    }

    @Override
    public String userSide() {
        return "127.0.0.1:" + userSide.getLocalPort();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "nagw-users");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws Exception {
        console.close();
        userSide.close();
        for (Closeable server : servers.values()) {
            server.close();
        }
        network.close();
    }
}
