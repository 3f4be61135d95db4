package lifeboat.lab.simulated.network;

import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lifeboat.lab.layerone.LayerOneNetwork;
import lifeboat.pmc.AgreedTerms;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.Fenced;
import lifeboat.pmc.PeerLink;
import lifeboat.pmc.ProcessBackend.HandOver;
import lifeboat.pmc.Settlement;

/**
 * The paper's network and what happens in it. A segment reaches whoever holds its address in the VLAN its sender is
 * in: a running process takes it, a frozen or staged one has its connections locked and lets it fall, and a server
 * without the connection answers with a reset, as a real one would.
 */
public final class SimulatedNetwork implements PeerLink, AutoCloseable {

    /** What servers have between them when no light path is set up, in bits per second (the paper's emulation). */
    public static final long PUBLIC_BANDWIDTH = 10_000_000;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long ASK_MILLIS = 200;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LayerOneNetwork layerOne;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> userVlans = new LinkedHashMap<>();
    private final Map<String, String> processes = new LinkedHashMap<>();
    private final Map<Long, UserEndpoint> users = new LinkedHashMap<>();
    private final Set<String> violations = new LinkedHashSet<>();
    private final AtomicLong connectionIds = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "simulated-network");
        thread.setDaemon(true);
        return thread;
    });
    private final Settlement settlement;
    private long lastTick = System.nanoTime();

    public SimulatedNetwork(LayerOneNetwork layerOne) {
        this.layerOne = layerOne;
        settlement = new Settlement(this::settleOverdue);
        clock.scheduleAtFixedRate(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    public LayerOneNetwork layerOne() {
        return layerOne;
    }

    public synchronized List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    public synchronized Host host(String name) {
        return hosts.get(name);
    }

    public synchronized Host addHost(String name, int serviceVlan, String migrationAddress, String layerOneSwitch,
            VlanSwitch layerTwoSwitch) {
        Host host = new Host(name, serviceVlan, migrationAddress, layerOneSwitch, layerTwoSwitch, this);
        hosts.put(name, host);
        return host;
    }

    /** Starts a streaming service on a host, which takes its virtual IP. */
    public synchronized void startService(Host host, String process, String virtualIp, long imageBytes,
            long bitsPerSecond) {
        processes.put(virtualIp, process);
        host.virtualIps.add(virtualIp);
        start(host, new StreamProcess(process, imageBytes, bitsPerSecond));
    }

    public synchronized Map<String, Integer> userVlans() {
        return new LinkedHashMap<>(userVlans);
    }

    public synchronized void moveUsers(String group, int vlan) {
        userVlans.put(group, vlan);
    }

    /** The disaster: the server is gone, with everything on it. */
    public synchronized void destroy(String hostName) {
        Host host = hosts.get(hostName);
        host.down = true;
        host.forgetMemory();
    }

    /**
     * A server starts again, with what is on its disk. It starts each service that its PMC lets it, as soon as it does.
     *
     * @param service starts a process there, with its address
     */
    public void reboot(String hostName, Consumer<String> service) {
        Host host = hosts.get(hostName);
        locked(() -> {
            host.killPmc();
            host.forgetMemory();
            host.startPmc();
            return host;
        });
        for (String process : Set.copyOf(processes.values())) {
            daemon(() -> startWhenAllowed(host, process, service), "boot-" + hostName + "-" + process);
        }
    }

    /** It asks for a minute, wherever the process runs meanwhile. */
    private void startWhenAllowed(Host host, String process, Consumer<String> service) {
        for (int tries = 0; tries < 300 && !locked(() -> host.running.containsKey(process)); tries++) {
            boolean may = MortalPmc.ifAlive(() -> host.pmc().mayStart(process).isEmpty()).orElse(false);
            if (may) {
                service.accept(process);
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Another server in the place of one that was destroyed, with nothing on it. */
    public synchronized void rebuild(String hostName) {
        Host host = hosts.get(hostName);
        host.replacePmc();
        host.down = false;
    }

    /** Whether the process runs on any server. */
    public synchronized boolean runsAnywhere(String process) {
        return hosts.values().stream().anyMatch(host -> host.running.containsKey(process));
    }

    /** Rules that were broken at any time: two copies that ran, two holders of an address. */
    public synchronized List<String> violations() {
        return new ArrayList<>(violations);
    }

    /** A user of a group connects to a service; the socket is the user's real one. */
    public void connect(Socket socket, String group, String virtualIp) {
        UserEndpoint user = new UserEndpoint(connectionIds.incrementAndGet(), group, virtualIp, socket);
        daemon(user::pumpToUser, "user-down-" + user.id());
        daemon(user::pumpFromUser, "user-up-" + user.id());
        synchronized (this) {
            users.put(user.id(), user);
            Host host = reached(user);
            StreamProcess service = host == null ? null : host.running.get(processes.get(virtualIp));
            if (service == null) {
                users.remove(user.id());
                user.reset();
            } else {
                service.connections().put(user.id(), new SimulatedConnection(user.id()));
            }
        }
    }

    synchronized boolean isService(String process) {
        return processes.containsValue(process);
    }

    synchronized <T> T locked(Supplier<T> action) {
        return action.get();
    }

    synchronized Host start(Host host, StreamProcess process) {
        host.running.put(process.name(), process);
        long copies = hosts.values().stream().filter(h -> h.running.containsKey(process.name())).count();
        if (copies > 1) {
            violations.add("%d copies of process %s ran at once".formatted(copies, process.name()));
        }
        return host;
    }

    /** @return who holds the address in the host's VLAN already; null if the host has it now */
    synchronized String claim(Host host, String virtualIp) {
        for (Host other : hosts.values()) {
            if (other != host && other.virtualIps.contains(virtualIp)) {
                if (other.serviceVlan() == host.serviceVlan()) {
                    return other.name();
                }
                violations.add("%s and %s held %s at once".formatted(other.name(), host.name(), virtualIp));
            }
        }
        host.virtualIps.add(virtualIp);
        return null;
    }

    /** Carries a first image to another server. */
    void transferFirst(Host from, String address, int vlan, StreamProcess image, Epoch epoch)
            throws CommandRefused {
        Host to = carry(from, address, vlan, image.name(), image.imageBytes(), epoch);
        locked(() -> to.firstImages.put(image.name(), image));
    }

    /** Carries an image to another server. @param bytes what of it is not there yet */
    void transfer(Host from, String address, int vlan, StreamProcess image, long bytes, Epoch epoch, HandOver handOver)
            throws CommandRefused {
        Host to = carry(from, address, vlan, image.name(), bytes, epoch);
        handOver.now();
        to.pmc().arrived(image.name(), epoch, () -> {
            locked(() -> to.staged.put(image.name(), image));
            return true;
        });
    }

    @Override
    public Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch) {
        return peer(terms).flatMap(host -> MortalPmc.ifAlive(() -> host.pmc().fence(process, epoch, false)));
    }

    /** If it does not hear it, the next migration removes what is left. */
    @Override
    public void tellRunning(AgreedTerms terms, String process, Epoch epoch) {
        peer(terms).ifPresent(host -> MortalPmc.ifAlive(() -> {
            host.pmc().discardFenced(process, epoch);
            return process;
        }));
    }

    private synchronized Optional<Host> peer(AgreedTerms terms) {
        return hosts.values().stream().filter(host -> !host.down && terms.peers().contains(host.migrationAddress()))
                .findFirst();
    }

    private void settleOverdue(Executor each) {
        List<Host> up = locked(() -> hosts.values().stream().filter(host -> !host.down && host.isPmcAlive()).toList());
        up.forEach(host -> MortalPmc.ifAlive(() -> {
            host.pmc().settleOverdue(task -> each.execute(() -> MortalPmc.ifAlive(() -> {
                task.run();
                return host;
            })));
            return host;
        }));
    }

    /** Takes the time that the size and the bandwidth of the way dictate. */
    private Host carry(Host from, String address, int vlan, String process, long bytes, Epoch epoch)
            throws CommandRefused {
        Host to = locked(() -> hosts.values().stream().filter(h -> h.migrationAddress().equals(address)).findFirst()
                .orElse(null));
        if (to == null || to == from) {
            throw new CommandRefused("no route to host %s".formatted(address));
        }
        require(to, process, epoch);
        long bandwidth = bandwidth(from, to, vlan);
        long end = System.nanoTime() + Math.round(bytes * 8e9 / bandwidth);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            sleep(Math.min(left, LOOK_NANOS));
            if (bandwidth(from, to, vlan) != bandwidth) {
                throw new CommandRefused("the way to %s changed while process %s was on it".formatted(address,
                        process));
            }
            require(to, process, epoch);
        }
        return to;
    }

    private static void require(Host to, String process, Epoch epoch) throws CommandRefused {
        if (to.down || !to.isPmcAlive()) {
            throw new CommandRefused("%s does not answer".formatted(to.migrationAddress()));
        }
        to.pmc().receive(process, epoch);
    }

    private long bandwidth(Host from, Host to, int vlan) throws CommandRefused {
        if (vlan == 0) {
            return PUBLIC_BANDWIDTH;
        }
        for (Host host : List.of(from, to)) {
            if (!host.layerTwoSwitch().carries(vlan, "server", "l1")) {
                throw new CommandRefused("%s is unreachable: VLAN %d is not configured on %s".formatted(
                        to.migrationAddress(), vlan, host.layerTwoSwitch().name()));
            }
        }
        long bandwidth = layerOne.bandwidthBetween(from.layerOneSwitch(), to.layerOneSwitch());
        if (bandwidth == 0) {
            throw new CommandRefused("%s is unreachable: there is no light path from %s to %s".formatted(
                    to.migrationAddress(), from.layerOneSwitch(), to.layerOneSwitch()));
        }
        return bandwidth;
    }

    private synchronized void tick() {
        long now = System.nanoTime();
        long passed = now - lastTick;
        lastTick = now;
        for (Host host : hosts.values()) {
            for (StreamProcess process : host.running.values()) {
                process.run(passed);
                process.connections().values().removeIf(connection -> downstream(host, connection, now));
            }
        }
        users.values().removeIf(user -> upstream(user, now));
    }

    /** @return whether the connection is over */
    private boolean downstream(Host host, SimulatedConnection connection, long now) {
        UserEndpoint user = users.get(connection.id());
        if (user == null || connection.isHopeless(now)) {
            return true;
        }
        connection.transmit(user, reached(user) == host, now);
        return false;
    }

    /** @return whether the connection is over */
    private boolean upstream(UserEndpoint user, long now) {
        if (user.isClosed()) {
            return true;
        }
        if (user.unacknowledged() == 0 || !user.upstream().isDue(now)) {
            return false;
        }
        Host host = reached(user);
        SimulatedConnection live = host == null ? null : connection(host.running, user.id());
        if (live != null) {
            user.acknowledge(live.accept(user.unacknowledgedFrom(), user.unacknowledged()));
            return false;
        }
        boolean locked = host == null || connection(host.frozen, user.id()) != null
                || connection(host.staged, user.id()) != null;
        if (locked && !user.upstream().isHopeless(now)) {
            user.upstream().lost(now);
            return false;
        }
        user.reset();
        return true;
    }

    private static SimulatedConnection connection(Map<String, StreamProcess> processes, long id) {
        return processes.values().stream().map(process -> process.connections().get(id))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** The server that answers for the service's address in the VLAN the user is in. */
    private Host reached(UserEndpoint user) {
        int vlan = userVlans.getOrDefault(user.userGroup(), 0);
        return hosts.values().stream()
                .filter(host -> host.serviceVlan() == vlan && host.virtualIps.contains(user.virtualIp())
                        && host.layerTwoSwitch().carries(vlan, "users", "server"))
                .findFirst().orElse(null);
    }

    /** One line for each server: what runs, is frozen or staged there, and its virtual IPs. */
    public synchronized List<String> describe() {
        return hosts.values().stream().map(SimulatedNetwork::describe).toList();
    }

    private static String describe(Host host) {
        return host.down ? host.name() + ": destroyed"
                : "%s: running %s, frozen %s, staged %s, virtual IPs %s".formatted(host.name(), host.running.keySet(),
                        host.frozen.keySet(), host.staged.keySet(), host.virtualIps);
    }

    /** How many bytes of its users the process received in order, over all connections. */
    public synchronized long receivedFromUsers(String process) {
        return hosts.values().stream().map(host -> host.running.get(process)).filter(Objects::nonNull)
                .flatMap(copy -> copy.connections().values().stream()).mapToLong(SimulatedConnection::received).sum();
    }

    private static void sleep(long nanos) throws CommandRefused {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandRefused("the server is shutting down");
        }
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        settlement.close();
        users.values().forEach(UserEndpoint::close);
    }
}
