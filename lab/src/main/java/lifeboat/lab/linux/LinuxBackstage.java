package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.lab.Lab;
import lifeboat.lab.device.Backstage;
import lifeboat.lab.user.SwitchOverProbe;
import lifeboat.lab.user.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look into the lab's hosts, past the devices. */
final class LinuxBackstage implements Backstage {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxBackstage.class);
    /** By its arguments, as it may be started by a loader of its own; the pattern is not to match itself. */
    private static final String KILL_CRIU = "pkill -9 -f '[/]criu (dump|restore|pre-dump|lazy-pages|page-server)'";
    private static final String DIGEST = LabServer.PID_FILE + ".sha256";

    private final Path home;
    private final List<LabServer> servers;
    private final AddressRecord addresses;
    private final CopyWatch copies;
    private final Breakages breakages;
    private final PmcDaemons pmcs;
    private final Switches switches;
    private final ServerPrograms programs;
    private final Set<String> disturbed = new TreeSet<>();
    private final Map<String, Integer> criuDeaths = new ConcurrentHashMap<>(Map.of("criu1", 0, "criu2", 0));
    private ProbeProcess probe;

    /** @param servers main site first */
    LinuxBackstage(Path home, List<LabServer> servers, AddressRecord addresses, CopyWatch copies, Breakages breakages,
            PmcDaemons pmcs, Switches switches, ServerPrograms programs) {
        this.home = home;
        this.servers = servers;
        this.addresses = addresses;
        this.copies = copies;
        this.breakages = breakages;
        this.pmcs = pmcs;
        this.switches = switches;
        this.programs = programs;
    }

    @Override
    public User connectUser(String service) throws IOException {
        return new UserProcess(Shell.in("user", java(UserProcess.class, Lab.VIRTUAL_IP,
                String.valueOf(LinuxLab.SERVICE_PORT))));
    }

    private List<String> java(Class<?> program, String... arguments) {
        Path lab = home.resolve("lab/target");
        List<String> command = new ArrayList<>(List.of(Shell.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", lab.resolve("lifeboat-lab.jar") + ":" + lab.resolve("lib") + "/*", program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public void watchSwitchOver() throws IOException {
        if (probe != null) {
            probe.close();
        }
        probe = new ProbeProcess(Shell.in("user", java(SwitchOverProbe.class, String.valueOf(LinuxLab.ECHO_PORT),
                servers.get(0).address(), servers.get(1).address())));
    }

    @Override
    public Optional<Duration> switchOverOutage() throws IOException {
        return probe == null ? Optional.empty() : probe.outage();
    }

    @Override
    public List<String> servers() throws IOException {
        List<String> lines = new ArrayList<>();
        for (LabServer server : standing()) {
            boolean image = !server.run("ls -d /run/lifeboat/images/* 2>/dev/null || true").isBlank();
            boolean holds = server.run("ip -brief address show dev eth0").contains(Lab.VIRTUAL_IP + "/");
            lines.add("%s: running %s, frozen %s, staged %s, virtual IPs %s".formatted(server.name(),
                    named(runsAt(server)), named(image && server.number() == 1),
                    named(image && server.number() == 2), holds ? "[" + Lab.VIRTUAL_IP + "]" : "[]"));
        }
        return lines;
    }

    private static boolean runsAt(LabServer server) throws IOException {
        return server.run("pid=$(cat %s 2>/dev/null) && kill -0 $pid 2>/dev/null && echo yes || true".formatted(
                LabServer.PID_FILE)).contains("yes");
    }

    private static String named(boolean there) {
        return there ? "[" + Lab.PROCESS + "]" : "[]";
    }

    /** The service writes the digest when it is asked to. */
    @Override
    public String process() throws IOException {
        for (LabServer server : standing()) {
            if (runsAt(server)) {
                server.run("rm -f %s; touch %s.ask".formatted(DIGEST, LabServer.PID_FILE));
                Daemons.await(() -> !server.run("cat %s 2>/dev/null || true".formatted(DIGEST)).isBlank(),
                        "the service does not tell the digest of its memory");
                return "pid %s, memory sha256 %s".formatted(server.run("cat " + LabServer.PID_FILE).strip(),
                        server.run("cat " + DIGEST).strip());
            }
        }
        throw new IOException("the service runs nowhere");
    }

    /** At any time since the lab started. */
    @Override
    public List<String> violations() throws IOException {
        List<String> broken = new ArrayList<>();
        if (copies.sawTwo()) {
            broken.add("two copies of process %s ran at once".formatted(Lab.PROCESS));
        }
        if (addresses.wasHeldTwice(servers)) {
            broken.add("both servers held " + Lab.VIRTUAL_IP + " at once");
        }
        return broken;
    }

    @Override
    public void breakSomething(String name) throws IOException {
        breakages.happen(name);
    }

    @Override
    public void mend() throws IOException {
        breakages.mend();
    }

    @Override
    public void killPmc(int server, String moment) throws IOException {
        if (server > servers.size() || !moment.isEmpty()) {
            throw new IOException("PMC %d cannot be killed so: say 'kill pmc 1' or 'kill pmc 2'".formatted(server));
        }
        pmcs.kill(servers.get(server - 1));
    }

    @Override
    public void killCriu(int server) throws IOException {
        if (server > servers.size()) {
            throw new IOException("there is no server %d".formatted(server));
        }
        Thread hunt = new Thread(() -> {
            try {
                String said = servers.get(server - 1).run(
                        "for i in $(seq 300); do %s && echo killed && break; sleep 0.01; done".formatted(KILL_CRIU));
                criuDeaths.merge("criu" + server, said.contains("killed") ? 1 : 0, Integer::sum);
            } catch (IOException e) {
                LOG.info(e.getMessage());
            }
        }, "kill-criu");
        hunt.setDaemon(true);
        hunt.start();
    }

    @Override
    public void startPmcs() throws IOException {
        for (LabServer server : standing()) {
            pmcs.startIfDead(server);
        }
    }

    @Override
    public Map<String, Integer> pmcDeaths() {
        Map<String, Integer> deaths = new TreeMap<>(pmcs.deaths());
        deaths.putAll(criuDeaths);
        return deaths;
    }

    /** CP-devices are programs of the lab: their command line does it itself. */
    @Override
    public boolean disturb(String device, boolean silently) throws IOException {
        if (device.startsWith("cp")) {
            return false;
        }
        String host = device.replace("pmc", "server");
        Shell.run(Shell.in(host, List.of("nft", "add", "table", "inet", "disturbed")));
        Shell.run(Shell.in(host, List.of("nft", "add", "chain", "inet", "disturbed", "input",
                "{ type filter hook input priority 0; }")));
        Shell.run(Shell.in(host, List.of("sh", "-c", "nft add rule inet disturbed input iifname ctl "
                + (silently ? "drop" : "meta l4proto tcp reject with tcp reset"))));
        disturbed.add(host);
        return true;
    }

    @Override
    public void heal() throws IOException {
        for (String host : disturbed) {
            Shell.run(Shell.in(host, List.of("sh", "-c", "nft delete table inet disturbed 2>/dev/null || true")));
        }
        disturbed.clear();
    }

    @Override
    public void destroyMainSite() throws IOException {
        if (!servers.get(0).isUp()) {
            throw new IOException("the main site is gone already");
        }
        servers.get(0).destroy();
    }

    @Override
    public void rebuildMainSite() throws IOException {
        LabServer main = servers.get(0);
        if (main.isUp()) {
            throw new IOException("the main site stands");
        }
        main.replace(home);
        pmcs.startOnEmptyDisk(main);
        programs.startEcho(main);
        if (!runsAt(servers.get(1))) {
            switches.moveUsersToMain();
            programs.startService(main);
        }
    }

    private List<LabServer> standing() throws IOException {
        List<LabServer> standing = new ArrayList<>();
        for (LabServer server : servers) {
            if (server.isUp()) {
                standing.add(server);
            }
        }
        return standing;
    }
}
