package lifeboat.lab.linux;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.device.Backstage;
import lifeboat.lab.device.LabConsole;
import lifeboat.lab.simulated.cli.Fault;
import lifeboat.lab.simulated.cli.FaultInjector;
import lifeboat.lab.simulated.device.CpDevice;
import lifeboat.lab.simulated.network.LayerOneNetwork;
import lifeboat.lab.user.SwitchOverProbe;
import lifeboat.lab.user.User;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.Device;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * The paper's system from Linux's own parts: namespaces as hosts, Open vSwitch as L2SWs and NAGW behind OpenSSH,
 * rate-limited links as L1SWs, PMC daemons with CRIU, and a streaming service that is a real process.
 *
 * <p>It expects the network that {@code lab/linux/network.sh} builds, and runs in its control host.
 */
public final class LinuxLab implements Lab {

    private static final int SERVICE_PORT = 8000;
    private static final int ECHO_PORT = 7007;
    private static final String CONTROL = "10.99.0.1";
    private static final List<String> SWITCHES = List.of("nagw", "l2sw1", "l2sw2");
    /** The service must have a PID that nothing at the other server has. */
    private static final int FREE_PID = 30_000;
    private static final long LOOK_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 15_000;

    private final Path home;
    private final Path network;
    private final Path folder;
    private final Credentials credentials;
    private final FaultInjector faults = new FaultInjector();
    private final List<Access> accesses = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final KeyPair hostKey;

    /**
     * @param home Lifeboat's folder
     * @param network the folder of the network that was built
     * @param folder where the lab keeps its keys and logs
     * @param memoryMiB the size of the service's memory
     * @param hotMiB how much of it the service keeps changing
     */
    public LinuxLab(Path home, Path network, Path folder, Credentials credentials, double memoryMiB, double hotMiB)
            throws Exception {
        this.home = home;
        this.network = network;
        this.folder = folder;
        this.credentials = credentials;
        this.hostKey = KeyUtils.generateKeyPair("ssh-rsa", 2048);
        LayerOneNetwork layerOne = new LayerOneNetwork(
                List.of(new LayerOneNetwork.Link("l1sw1", "l1sw2", 2_400_000_000L)), new RateLimitedLinks());
        telnet(new LabConsole(new Behind(), faults), "lab-console", "lifeboat_lab", 2301);
        telnet(new CpDevice("cp1", "l1sw1", layerOne), "cp-device", "gmpls_cp", 2302);
        ssh(new CpDevice("cp2", "l1sw2", layerOne), "cp-device", "gmpls_cp", 2303);
        makeKey();
        for (String name : SWITCHES) {
            startSshd(name);
        }
        startPmc(1);
        startPmc(2);
        startEcho(1);
        startEcho(2);
        startService(memoryMiB, hotMiB);
        awaitDevices();
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

    private void makeKey() throws IOException {
        for (String name : List.of("lab-key", "switch-host-key")) {
            Files.deleteIfExists(folder.resolve(name));
            Shell.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(name).toString()));
        }
    }

    /** A switch is an ordinary Linux host with OpenSSH; whoever logs in with the lab's key gets a shell. */
    private void startSshd(String name) throws IOException {
        String address = controlAddress(name);
        Path config = folder.resolve(name + "-sshd.conf");
        Files.writeString(config, """
                ListenAddress %s:22
                HostKey %s
                AuthorizedKeysFile %s
                PidFile %s
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                UsePAM no
                StrictModes no
                SetEnv OVS_RUNDIR=%s
                ForceCommand env TERM=dumb PS1='%s$ ' bash --noprofile --norc -i
                """.formatted(address, folder.resolve("switch-host-key"), folder.resolve("lab-key.pub"),
                folder.resolve(name + "-sshd.pid"), network.resolve(name), name));
        Files.createDirectories(Path.of("/run/sshd"));
        start(Shell.in(name, List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())), name + "-sshd.log");
        String fingerprint = Shell.run(List.of("ssh-keygen", "-l", "-f",
                folder.resolve("switch-host-key.pub").toString())).split(" ")[1];
        accesses.add(new Access(name, name.equals("nagw") ? "nagw" : "l2sw", "openvswitch", "ssh", address, 22,
                Access.Login.KEY, fingerprint));
    }

    private void startPmc(int number) throws IOException {
        String name = "pmc" + number;
        Path password = folder.resolve("pmc-password");
        Files.writeString(password, credentials.password() + "\n");
        Path pmc = home.resolve("pmc/target");
        String address = controlAddress("server" + number);
        start(Shell.inServer(init(number), List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC", "-Dlifeboat.pmc.log=INFO", "-cp", pmc.resolve("lifeboat-pmc.jar") + ":" + pmc.resolve("lib") + "/*",
                "lifeboat.pmc.daemon.PmcDaemon", "--name", name, "--address", address, "--receive-on",
                "10.100.0." + number, "--receive-on", "10.98.0." + number, "--process",
                PROCESS + "=/run/lifeboat/video.pid", "--interface", "eth0", "--password-file", password.toString(),
                "--host-key", folder.resolve(name + "-host-key").toString())), name + ".log");
        accesses.add(number == 1 ? Access.ssh(name, "pmc", "lifeboat_pmc", address, 2222, fingerprintIn(name + ".log"))
                : Access.telnet(name, "pmc", "lifeboat_pmc", address, 2323));
    }

    private String fingerprintIn(String log) throws IOException {
        await(log, "is ready");
        String text = Files.readString(folder.resolve(log));
        return text.substring(text.indexOf("SHA256:")).split("[,\\s]")[0];
    }

    /**
     * A server's own address, beside the virtual IP, tells by its answers which server users reach. They know its
     * hardware address, as a probe would otherwise wait for ARP.
     */
    private void startEcho(int server) throws IOException {
        String address = "192.168.2.1" + server;
        start(Shell.inServer(init(server), List.of("/usr/bin/python3", home.resolve("lab/linux/echo.py").toString(),
                address, String.valueOf(ECHO_PORT))), "echo" + server + ".log");
        String mac = Shell.run(Shell.inServer(init(server), List.of("cat", "/sys/class/net/eth0/address"))).strip();
        Shell.run(Shell.in("user", List.of("ip", "neighbour", "replace", address, "lladdr", mac, "dev", "eth0", "nud",
                "permanent")));
    }

    private void startService(double memoryMiB, double hotMiB) throws IOException {
        Shell.run(Shell.inServer(init(1), List.of("ip", "address", "add", VIRTUAL_IP + "/32", "dev", "eth0")));
        String service = "exec /usr/bin/python3 %s %s %d %s %s /run/lifeboat/video.pid </dev/null >/dev/null 2>&1"
                .formatted(home.resolve("lab/linux/stream_server.py"), VIRTUAL_IP, SERVICE_PORT, memoryMiB, hotMiB);
        Shell.run(Shell.inServer(init(1), List.of("sh", "-c",
                "echo %d >/proc/sys/kernel/ns_last_pid; setsid -f sh -c '%s'".formatted(FREE_PID, service))));
    }

    private void awaitDevices() throws IOException {
        for (Access access : accesses) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (!answers(access)) {
                pause(deadline, access.device() + " does not answer, see its log in " + folder);
            }
        }
    }

    private static boolean answers(Access access) {
        try (Socket socket = new Socket(access.host(), access.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void await(String log, String text) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!Files.readString(folder.resolve(log)).contains(text)) {
            pause(deadline, "%s never said '%s'".formatted(folder.resolve(log), text));
        }
    }

    private static void pause(long deadline, String otherwise) throws IOException {
        if (System.nanoTime() > deadline) {
            throw new IOException(otherwise);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void start(List<String> command, String log) throws IOException {
        File file = folder.resolve(log).toFile();
        Process process = Shell.start(command, file);
        open.add(process::destroy);
    }

    private long init(int server) throws IOException {
        return Long.parseLong(Files.readString(network.resolve("server" + server + "/init.pid")).strip());
    }

    private static String controlAddress(String host) throws IOException {
        String shown = Shell.run(Shell.in(host, List.of("ip", "-brief", "-4", "address", "show", "dev", "ctl")));
        return shown.replaceAll("(?s).*?([\\d.]+)/24.*", "$1");
    }

    @Override
    public List<Access> accesses() {
        return List.copyOf(accesses);
    }

    @Override
    public String userGroup() {
        return "user";
    }

    @Override
    public List<String> publicAddresses() {
        return List.of("10.98.0.1", "10.98.0.2");
    }

    @Override
    public String userSide() {
        return "%s:%d from the user's host".formatted(VIRTUAL_IP, SERVICE_PORT);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private final class Behind implements Backstage {

        private ProbeProcess probe;

        @Override
        public User connectUser() throws IOException {
            return new UserProcess(Shell.in("user", java(UserProcess.class, VIRTUAL_IP,
                    String.valueOf(SERVICE_PORT))));
        }

        private List<String> java(Class<?> program, String... arguments) {
            Path lab = home.resolve("lab/target");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-cp", lab.resolve("lifeboat-lab.jar") + ":" + lab.resolve("lib") + "/*",
                    program.getName()));
            command.addAll(List.of(arguments));
            return command;
        }

        @Override
        public void watchSwitchOver() throws IOException {
            if (probe != null) {
                probe.close();
            }
            probe = new ProbeProcess(Shell.in("user", java(SwitchOverProbe.class, String.valueOf(ECHO_PORT),
                    "192.168.2.11", "192.168.2.12")));
        }

        @Override
        public Optional<Duration> switchOverOutage() throws IOException {
            return probe == null ? Optional.empty() : probe.outage();
        }

        @Override
        public List<String> servers() throws IOException {
            List<String> lines = new ArrayList<>();
            for (int server = 1; server <= 2; server++) {
                boolean runs = !run(server, "pgrep -f '[s]tream_server.py' || true").isBlank();
                boolean image = !run(server, "ls -d /run/lifeboat/images/* 2>/dev/null || true").isBlank();
                boolean holds = run(server, "ip -brief address show dev eth0").contains(VIRTUAL_IP + "/");
                lines.add("server%d: running %s, frozen %s, staged %s, virtual IPs %s".formatted(server,
                        named(runs), named(image && server == 1), named(image && server == 2),
                        holds ? "[" + VIRTUAL_IP + "]" : "[]"));
            }
            return lines;
        }

        private String named(boolean there) {
            return there ? "[" + PROCESS + "]" : "[]";
        }

        private String run(int server, String command) throws IOException {
            return Shell.run(Shell.inServer(init(server), List.of("sh", "-c", command)));
        }

        /** As far as a look at this moment shows. */
        @Override
        public List<String> violations() throws IOException {
            List<String> broken = new ArrayList<>();
            List<String> servers = servers();
            if (servers.stream().filter(line -> line.contains("running [" + PROCESS)).count() > 1) {
                broken.add("both servers run the process");
            }
            if (servers.stream().filter(line -> line.contains("IPs [" + VIRTUAL_IP)).count() > 1) {
                broken.add("both servers hold " + VIRTUAL_IP);
            }
            return broken;
        }

        @Override
        public void breakStep(int step) throws IOException {
            switch (step) {
                case 2 -> faults.add(new Fault("cp1", Fault.Kind.REFUSE, "light-path"), true);
                case 4 -> run(1, "mkdir -p /run/lifeboat/images && mount -t tmpfs -o ro tmpfs /run/lifeboat/images");
                case 5 -> run(2, "nft add table inet broken && nft add chain inet broken input "
                        + "'{ type filter hook input priority 0; }' && nft add rule inet broken input "
                        + "tcp dport 7177 reject with tcp reset");
                case 6 -> run(2, "ip link set eth0 down");
                case 8 -> run(2, ("echo $((%s - 1)) >/proc/sys/kernel/ns_last_pid; "
                        + "sleep 1000 </dev/null >/dev/null 2>&1 &")
                        .formatted(run(1, "cat /run/lifeboat/video.pid").strip()));
                case 9 -> faults.add(new Fault("cp1", Fault.Kind.REFUSE, "no light-path"), true);
                default -> throw new IOException("step %d cannot be made to fail in the Linux lab".formatted(step));
            }
        }

        @Override
        public void mend() throws IOException {
            faults.clear();
            run(1, "umount /run/lifeboat/images 2>/dev/null || true");
            run(2, "nft delete table inet broken 2>/dev/null; ip link set eth0 up; pkill -x sleep; true");
        }

        @Override
        public void destroyMainSite() throws IOException {
            Shell.run(List.of("kill", "-9", String.valueOf(init(1))));
        }
    }
}
