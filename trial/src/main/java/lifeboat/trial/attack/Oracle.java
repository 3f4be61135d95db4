package lifeboat.trial.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.failure.SessionException;
import lifeboat.trial.lab.LabConsole;
import lifeboat.workers.inventory.Devices;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;

/** Looks at the lab itself, and never at the controller. */
final class Oracle {

    private static final Pattern SERVER = Pattern.compile(
            "(\\S+): running \\[(.*)], frozen \\[(.*)], staged \\[(.*)], virtual IPs \\[(.*)]");

    private final LabConsole lab;
    private final Inventory inventory;
    private final Devices devices;

    Oracle(LabConsole lab, Inventory inventory, Devices devices) {
        this.lab = lab;
        this.devices = devices;
        this.inventory = inventory;
    }

    /** What is on a server, as the lab says. */
    private record Server(List<String> running, List<String> frozen, List<String> staged, List<String> virtualIps) {

        static final Server DESTROYED = new Server(List.of(), List.of(), List.of(), List.of());
    }

    /** The site where the process runs; empty if it is not exactly one. */
    Optional<Site> site(Service service) throws SessionException {
        return site(service, servers());
    }

    private Optional<Site> site(Service service, Map<String, Server> servers) {
        List<Site> running = inventory.sites().values().stream()
                .filter(site -> server(site, servers).running().contains(service.process())).toList();
        return running.size() == 1 ? Optional.of(running.get(0)) : Optional.empty();
    }

    /** What is not as it should be while all services are at rest; empty if all is. */
    List<String> wrong() {
        try {
            return look();
        } catch (SessionException | DeviceException e) {
            return List.of("a device does not answer: " + e.getMessage());
        }
    }

    private List<String> look() throws SessionException, DeviceException {
        List<String> wrong = new ArrayList<>(harm());
        Map<String, Server> servers = servers();
        for (Service service : inventory.services().values()) {
            wrong.addAll(wrong(service, servers));
        }
        for (Site site : inventory.sites().values()) {
            String paths = show(site.controlPlaneDevice(), "show light-path");
            if (!paths.equals("No light paths")) {
                wrong.add("left at %s: %s".formatted(site.controlPlaneDevice(), paths));
            }
            for (int vlan = inventory.migration().firstVlan(); vlan <= inventory.migration().lastVlan(); vlan++) {
                devices.layerTwoSwitch(site.layerTwoSwitch()).findVlan(vlan)
                        .ifPresent(left -> wrong.add("left on %s: %s".formatted(site.layerTwoSwitch(), left)));
            }
        }
        return wrong;
    }

    private List<String> wrong(Service service, Map<String, Server> servers)
            throws SessionException, DeviceException {
        Optional<Site> runs = site(service, servers);
        if (runs.isEmpty()) {
            return List.of("process %s does not run at exactly one site: %s".formatted(service.process(), servers));
        }
        List<String> wrong = new ArrayList<>();
        int users = devices.accessGateway(service.nagw()).findUserVlan(service.userGroup());
        if (users != runs.get().vlan()) {
            wrong.add("process %s runs at %s, and its users are in VLAN %d".formatted(service.process(),
                    runs.get().name(), users));
        }
        for (Site site : inventory.sites().values()) {
            Server server = server(site, servers);
            if (server.virtualIps().contains(service.virtualIp()) != site.equals(runs.get())) {
                wrong.add("%s at %s: %s".formatted(service.virtualIp(), site.server().name(), server));
            }
            if (server.frozen().contains(service.process()) || server.staged().contains(service.process())) {
                wrong.add("left at %s: %s".formatted(site.server().name(), server));
            }
            String status = show(site.server().pmc(), "status " + service.process());
            if (!status.contains("active-epoch: 0\n") || !status.contains("first-image-bytes: 0\n")) {
                wrong.add("left at %s: %s".formatted(site.server().pmc(), status.replace("\n", ", ")));
            }
        }
        return wrong;
    }

    /**
     * What must not be the case at any time. A main site that is silent after the hand-over keeps its address in its
     * own VLAN, where no user is: that is not among it.
     */
    private List<String> harm() throws SessionException {
        List<String> harm = new ArrayList<>();
        lab.run("show violations").lines().filter(line -> line.contains("copies")).forEach(harm::add);
        for (Service service : inventory.services().values()) {
            harm.addAll(harm(service));
        }
        return harm;
    }

    /** What has befallen the service's user. */
    List<String> harm(Service service) throws SessionException {
        LabConsole.UserReport user = lab.userOf(service.process());
        return user.isUnharmed() ? List.of() : List.of("the user of %s: %s".formatted(service.name(), user));
    }

    private Map<String, Server> servers() throws SessionException {
        return lab.run("show servers").lines().map(SERVER::matcher).filter(Matcher::matches)
                .collect(Collectors.toMap(line -> line.group(1), line -> new Server(names(line.group(2)),
                        names(line.group(3)), names(line.group(4)), names(line.group(5)))));
    }

    private static Server server(Site site, Map<String, Server> servers) {
        return servers.getOrDefault(site.server().name(), Server.DESTROYED);
    }

    private static List<String> names(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(", "));
    }

    private String show(String device, String line) throws SessionException {
        return lab.show(inventory.devices().get(device), line);
    }
}
