package lifeboat.workers.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.device.ControlPlaneDevice;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.connectors.device.NetworkAccessGateway;
import lifeboat.connectors.device.OperationRunner;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.pmc.AgreedTerms;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.Fenced;
import lifeboat.pmc.PeerLink;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.MigrationSettings;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;

/** Two sites and the network between them on the simulated clock, and what befalls the operations on them. */
final class SimulatedWorld {

    static final String PROCESS = "video";
    static final String NAGW = "nagw";

    /** What the PMCs reach each other by, to be cut. */
    static final String PEERS = "peers";

    private static final String VIRTUAL_IP = "192.168.2.1";
    private static final String USERS = "users";
    private static final Duration COMMAND = Duration.ofMillis(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofMillis(250);
    private static final DeviceDefinitions DEFINITIONS = new DeviceDefinitions();

    /** What befalls an operation. */
    enum Fault { REFUSE, HANG, DROP_BEFORE, DROP_AFTER, GARBLE, LATE, DID_BUT_ERROR }

    /** @param once whether only the next such operation is befallen */
    record Befalling(String device, String operation, Fault fault, boolean once) {
    }

    final SimulatedTime time = new SimulatedTime();
    final Map<String, SimulatedServer> servers = new LinkedHashMap<>();
    final Inventory inventory;
    final Devices devices;
    /** The devices that do not keep their configuration, and why. */
    final Map<String, String> unsaved = new HashMap<>();
    private final Map<String, Map<String, String>> paths = new HashMap<>();
    private final Map<String, Map<String, String>> vlans = new HashMap<>();
    private final List<Befalling> faults = new ArrayList<>();
    private final Set<String> cut = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private final Map<String, Long> late = new HashMap<>();
    private final Set<String> violations = new HashSet<>();
    private Runnable beforeCommand = () -> { };
    private int userVlan = 1;
    private boolean userConnected = true;
    boolean tookHold;
    private long servedUntil;
    private long longestWait;

    SimulatedWorld() {
        Map<String, DeviceAddress> addresses = new HashMap<>();
        Map<String, Site> sites = new LinkedHashMap<>();
        for (int number = 1; number <= 2; number++) {
            String site = number == 1 ? "main" : "backup";
            sites.put(site, new Site(site, number, "cp" + number, "l1sw" + number, "l2sw" + number,
                    new Site.Server("server" + number, "pmc" + number, "10.100.0." + number, "10.98.0." + number)));
            for (String device : List.of("cp", "l2sw", "pmc")) {
                addresses.put(device + number, address(device + number));
            }
        }
        addresses.put(NAGW, address(NAGW));
        inventory = new Inventory(sites, Map.of(PROCESS, new Service(PROCESS, PROCESS, VIRTUAL_IP, USERS, NAGW, null)),
                new MigrationSettings(1_000_000_000, 10_000_000, 100, 101, false), addresses);
        devices = new SimulatedDevices(inventory);
        servers.put("pmc1", new SimulatedServer("server1", "10.100.0.1", 1, this));
        servers.put("pmc2", new SimulatedServer("server2", "10.100.0.2", 2, this));
        servers.get("pmc1").running = Optional.of(true);
        servers.get("pmc1").holdsAddress = true;
        settleAgainAndAgain();
    }

    private static DeviceAddress address(String name) {
        return new DeviceAddress(name, name.startsWith("pmc") ? "lifeboat_pmc" : "simulated",
                DeviceAddress.Protocol.TELNET, name, 1, Login.withPassword("mcs", null), null);
    }

    private void settleAgainAndAgain() {
        time.after(SETTLING, () -> {
            servers.values().forEach(server -> server.ifAlive(() -> server.pmc().settleOverdue()));
            settleAgainAndAgain();
        });
    }

    SimulatedServer server(String address) throws CommandRefused {
        return servers.values().stream().filter(server -> address.endsWith("." + server.vlan)).findFirst()
                .orElseThrow(() -> new CommandRefused("no route to host " + address));
    }

    PeerLink peersOf(SimulatedServer asking) {
        return new PeerLink() {
            @Override
            public Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch) {
                Optional<SimulatedServer> peer = other(terms);
                if (peer.isEmpty() || !peer.get().isAlive()) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(peer.get().pmc().fence(process, epoch, false));
                } catch (CommandRefused | SimulatedServer.Killed e) {
                    return Optional.empty();
                }
            }

            @Override
            public void tellRunning(AgreedTerms terms, String process, Epoch epoch) {
                other(terms).ifPresent(peer -> peer.ifAlive(() -> peer.pmc().discardFenced(process, epoch)));
            }

            private Optional<SimulatedServer> other(AgreedTerms terms) {
                return terms.peers().isEmpty() || cut.contains(PEERS) ? Optional.empty()
                        : servers.values().stream().filter(server -> server != asking).findFirst();
            }
        };
    }

    boolean runsAnywhere() {
        return servers.values().stream().anyMatch(server -> server.running.isPresent());
    }

    /** What is done before each operation. */
    void beforeCommand(Runnable doing) {
        beforeCommand = doing;
    }

    void befall(Befalling befalling) {
        faults.add(befalling);
    }

    void cut(String device, boolean silently) {
        (silently ? silent : cut).add(device);
    }

    /** Another service's command to it has no answer: it may still come into effect. */
    void noteLateCommand(String device) {
        late.put(device, time.in(ANSWER));
    }

    void heal() {
        faults.clear();
        cut.clear();
        silent.clear();
    }

    /** How long the users could not be served at a stretch. */
    Duration longestWait() {
        look();
        return Duration.ofNanos(longestWait);
    }

    /** The promises that hold at any moment. */
    void look() {
        boolean served = servers.values().stream().anyMatch(server -> server.running.isPresent()
                && server.holdsAddress && server.vlan == userVlan);
        longestWait = Math.max(longestWait, time.now() - servedUntil);
        if (served) {
            servedUntil = time.now();
        }
        if (servers.values().stream().filter(server -> server.running.isPresent()).count() > 1) {
            violations.add("two copies run");
        }
        servers.values().stream().filter(server -> server.vlan == userVlan && server.holdsAddress)
                .filter(server -> !hasSession(server)).forEach(server -> userConnected = false);
    }

    private static boolean hasSession(SimulatedServer server) {
        return List.of(server.running, server.frozen, server.staged).contains(Optional.of(true));
    }

    /** What is wrong now that everything is at rest. @param maySessionsBeLost whether a server has lost its memory */
    List<String> wrong(boolean maySessionsBeLost) {
        List<String> wrong = new ArrayList<>(violations);
        List<SimulatedServer> running = servers.values().stream().filter(server -> server.running.isPresent()).toList();
        if (running.size() != 1) {
            wrong.add("the process runs at %d servers".formatted(running.size()));
        }
        for (SimulatedServer server : servers.values()) {
            boolean runs = running.contains(server);
            if (server.gone) {
                continue;
            }
            if (runs != server.holdsAddress || runs && server.vlan != userVlan) {
                wrong.add("the address or the users are not where the process is: users in VLAN " + userVlan);
            }
            if (server.frozen.isPresent() || server.staged.isPresent() || server.firstImage) {
                wrong.add("an image is left");
            }
            if (server.record().isPresent() && !server.record().get().active().equals(Epoch.NONE)) {
                wrong.add("the process is still taken");
            }
        }
        if (running.size() == 1 && !maySessionsBeLost && !(userConnected && running.get(0).running.get())) {
            wrong.add("the user was reset");
        }
        if (!paths.isEmpty()) {
            wrong.add("a light path is left: " + paths);
        }
        if (vlans.values().stream().anyMatch(left -> !left.isEmpty())) {
            wrong.add("a VLAN is left: " + vlans);
        }
        return wrong;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    String describe() {
        return "users in VLAN %d; %s; %s".formatted(userVlan, servers.get("pmc1").describe(),
                servers.get("pmc2").describe());
    }

    private final class SimulatedDevices extends Devices {

        SimulatedDevices(Inventory inventory) {
            super(inventory, null);
        }

        @Override
        public ControlPlaneDevice controlPlane(String name) {
            return new ControlPlaneDevice(new Runner(name), address(name));
        }

        @Override
        public LayerTwoSwitch layerTwoSwitch(String name) {
            return new LayerTwoSwitch(new Runner(name), address(name), false);
        }

        @Override
        public NetworkAccessGateway accessGateway(String name) {
            return new NetworkAccessGateway(new Runner(name), address(name));
        }

        @Override
        public ProcessMigrationController pmc(String name) {
            return new ProcessMigrationController(new Runner(name), address(name));
        }

        @Override
        public Duration lateCommandsFor(String name) {
            return lateCommands(name);
        }

        @Override
        public Optional<String> whyNotSaved(String name) {
            return Optional.ofNullable(unsaved.get(name));
        }

        @Override
        public void warm(String... names) {
            // there are no sessions
        }
    }

    private Duration lateCommands(String device) {
        long left = late.getOrDefault(device, 0L) - time.now();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** Carries operations out on a device, or lets them be befallen. */
    private final class Runner implements OperationRunner {


        private final String device;

        Runner(String device) {
            this.device = device;
        }

        @Override
        public Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
                throws SessionException {
            beforeCommand.run();
            time.pass(COMMAND);
            SimulatedServer server = servers.get(device);
            if (cut.contains(device) || server != null && !server.isAlive()) {
                tookHold |= cut.contains(device);
                throw new SessionException.Unreachable(device + " refuses the connection", null);
            }
            if (silent.contains(device)) {
                tookHold = true;
                time.pass(ANSWER);
                throw new SessionException.TimedOut(Progress.NOT_SENT, device + " does not let us in");
            }
            Optional<Befalling> fault = faults.stream().filter(each -> each.device().equals(device)
                    && name.startsWith(each.operation())).findFirst();
            if (fault.isPresent()) {
                tookHold = true;
                if (fault.get().once()) {
                    faults.remove(fault.get());
                }
                boolean isLateTransfer = fault.get().fault() == Fault.LATE && name.startsWith("send");
                return befallen(isLateTransfer ? Fault.DROP_AFTER : fault.get().fault(), name, values,
                        timeout == null ? ANSWER : timeout);
            }
            return execute(name, values);
        }

        private Optional<Map<String, String>> befallen(Fault fault, String name, Map<String, String> values,
                Duration timeout) throws SessionException {
            switch (fault) {
                case REFUSE -> throw new SessionException.CommandRejected(device + " says no to " + name, "no");
                case HANG -> {
                    time.pass(timeout);
                    throw new SessionException.TimedOut(Progress.SENT, device + " does not answer " + name);
                }
                case DROP_BEFORE -> throw lost(name);
                case LATE -> {
                    time.after(Duration.ofSeconds(4), () -> {
                        try {
                            execute(name, values);
                        } catch (SessionException e) {
                            // nobody hears it
                        }
                        look();
                    });
                    throw lost(name);
                }
                default -> execute(name, values);
            }
            throw switch (fault) {
                case DROP_AFTER -> lost(name);
                case GARBLE -> new SessionException.AnswerUnreadable(device + " answers nonsense to " + name);
                default -> new SessionException.CommandRejected(device + " says no to what it did: " + name,
                        "no");
            };
        }

        private SessionException lost(String name) {
            return new SessionException.ConnectionLost(Progress.SENT, device + " closed the connection at " + name,
                    null);
        }

        private Optional<Map<String, String>> execute(String name, Map<String, String> values)
                throws SessionException {
            try {
                return device.startsWith("pmc") ? onPmc(name, values) : onSwitch(name, values);
            } finally {
                look();
            }
        }

        private Optional<Map<String, String>> onPmc(String name, Map<String, String> values) throws SessionException {
            Platform platform = DEFINITIONS.get("lifeboat_pmc");
            String answer;
            try {
                answer = servers.get(device).execute(platform.operation(name).lines(values).get(0)
                        .line());
            } catch (SimulatedServer.Killed e) {
                throw lost(name);
            }
            if (answer.startsWith("error: ")) {
                throw new SessionException.CommandRejected("%s: %s: %s".formatted(device, name, answer), answer);
            }
            return platform.operation(name).read(answer, values, new SessionException.AnswerUnreadable(answer));
        }

        private Optional<Map<String, String>> onSwitch(String name, Map<String, String> values)
                throws SessionException {
            Map<String, String> here = vlans.computeIfAbsent(device, none -> new HashMap<>());
            switch (name) {
                case "find_light_path" -> {
                    return Optional.ofNullable(paths.get(values.get("name")));
                }
                case "create_light_path" -> paths.put(values.get("name"), Map.of("name", values.get("name"),
                        "route", "-", "bandwidth", values.get("bandwidth")));
                case "delete_light_path" -> paths.remove(values.get("name"));
                case "find_vlan" -> {
                    String id = values.get("vlan");
                    return Optional.ofNullable(here.get(id)).map(found -> Map.of("vlan", id, "name", found));
                }
                case "create_vlan" -> here.put(values.get("vlan"), values.get("name"));
                case "delete_vlan" -> here.remove(values.get("vlan"));
                case "find_user_vlan" -> {
                    return Optional.of(Map.of("vlan", String.valueOf(userVlan)));
                }
                case "set_user_vlan" -> userVlan = Integer.parseInt(values.get("vlan"));
                default -> throw new IllegalStateException(name);
            }
            return Optional.of(Map.of());
        }

        @Override
        public void save(String name) {
            // what is changed is kept
        }

        @Override
        public boolean mustSave() {
            return false;
        }

        @Override
        public void noteLateCommand() {
            SimulatedWorld.this.noteLateCommand(device);
        }

        @Override
        public Duration lateCommands() {
            return SimulatedWorld.this.lateCommands(device);
        }

        @Override
        public void await(Duration duration) {
            time.pass(duration);
        }
    }
}
