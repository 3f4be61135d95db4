package lifeboat.app.inventory;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.inventory.MigrationSettings;
import lifeboat.workers.inventory.Service;
import lifeboat.workers.inventory.Site;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code inventory.yaml} and checks all of it before anything is started. */
public class InventoryLoader {

    private static final int MAX_VLAN = 4094;
    private static final Pattern OCTETS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Set<String> SECTIONS = Set.of("sites", "servers", "services", "migration", "devices");
    private static final Set<String> SITE = Set.of("vlan", "cp-device", "l1-switch", "l2-switch", "server");
    private static final Set<String> SERVER = Set.of("pmc", "migration-address", "public-address");
    private static final Set<String> SERVICE = Set.of("process", "virtual-ip", "user-group", "nagw",
            "recovery-time-objective");
    private static final Set<String> MIGRATION = Set.of("bandwidth", "public-bandwidth", "vlans", "encrypted");

    private final DeviceDefinitions definitions;

    public InventoryLoader(DeviceDefinitions definitions) {
        this.definitions = definitions;
    }

    /** @throws InventoryException with every fault in the file */
    public Inventory load(Path file) throws InventoryException {
        Reading reading = new Reading(new InventoryFaults(file));
        Inventory inventory = reading.inventory(InventoryEntry.of("the inventory", parse(file), SECTIONS,
                reading.faults));
        reading.faults.throwIfAny();
        return inventory;
    }

    private static Node parse(Path file) throws InventoryException {
        if (Files.isDirectory(file)) {
            throw new InventoryException(List.of("%s: the inventory is a file, and this is a folder.".formatted(
                    file)));
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            if (root == null) {
                throw new InventoryException(List.of("%s:1: the inventory is empty.".formatted(file)));
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InventoryException(List.of("%s:%d: this is not YAML: %s.".formatted(file, line,
                    e.getProblem())));
        } catch (IOException e) {
            throw new InventoryException(List.of("%s: %s.".formatted(file, e instanceof NoSuchFileException
                    ? "there is no such inventory; --inventory names another" : e instanceof AccessDeniedException
                    ? "the inventory may not be read by this user" : "the inventory cannot be read: " + e.getMessage())));
        }
    }

    private final class Reading {

        private final InventoryFaults faults;
        private final Map<String, String> addresses = new LinkedHashMap<>();
        private final DeviceReading devices;

        private Reading(InventoryFaults faults) {
            this.faults = faults;
            this.devices = new DeviceReading(definitions, faults, addresses);
        }

        private Inventory inventory(InventoryEntry root) {
            Map<String, DeviceAddress> reached = devices.throughJumpHosts(each(root, "devices", "device",
                    DeviceReading.KEYS, devices::device), root.below("devices", "section devices", null));
            Map<String, Site.Server> servers = each(root, "servers", "server", SERVER, this::server);
            Map<String, Site> sites = each(root, "sites", "site", SITE,
                    (name, entry) -> site(name, entry, servers));
            Map<String, Service> services = each(root, "services", "service", SERVICE, this::service);
            if (sites.size() < 2) {
                faults.add(root.lineOf("sites"), "a migration needs at least two sites");
            }
            unique(root, "sites", sites, site -> site.vlan() < 0 ? null : site.vlan(), "VLAN");
            unique(root, "sites", sites, Site::server, "server");
            unique(root, "services", services, Service::process, "process");
            unique(root, "services", services, service -> service.userGroup() + " at " + service.nagw(),
                    "user group");
            return new Inventory(sites, services, migration(root, sites), reached);
        }

        private Site.Server server(String name, InventoryEntry entry) {
            String pmc = entry.reference("pmc", "PMC", devices.withRole("pmc"));
            String migrationAddress = address(entry, "migration-address", "server " + name);
            return new Site.Server(name, pmc, migrationAddress, entry.keys().contains("public-address")
                    ? address(entry, "public-address", "server " + name) : migrationAddress);
        }

        private Site site(String name, InventoryEntry entry, Map<String, Site.Server> servers) {
            return new Site(name, (int) entry.number("vlan", 1, MAX_VLAN),
                    entry.reference("cp-device", "CP-device", devices.withRole("cp-device")), entry.name("l1-switch"),
                    entry.reference("l2-switch", "L2SW", devices.withRole("l2sw")),
                    servers.get(entry.reference("server", "server", servers.keySet())));
        }

        private Service service(String name, InventoryEntry entry) {
            return new Service(name, entry.name("process"), address(entry, "virtual-ip", "service " + name),
                    entry.name("user-group"), entry.reference("nagw", "NAGW", devices.withRole("nagw")),
                    entry.duration("recovery-time-objective").orElse(null));
        }

        private MigrationSettings migration(InventoryEntry root, Map<String, Site> sites) {
            InventoryEntry entry = root.below("migration", "migration", MIGRATION);
            long bandwidth = entry.number("bandwidth", 1, 1_000_000_000_000_000L);
            long publicBandwidth = entry.number("public-bandwidth", 1, 1_000_000_000_000_000L);
            boolean encrypted = entry.saysYes("encrypted");
            String vlans = entry.required("vlans", text -> text.matches("\\d{1,4}-\\d{1,4}"), "a range like 100-119");
            if (!vlans.matches("\\d{1,4}-\\d{1,4}")) {
                return new MigrationSettings(bandwidth, publicBandwidth, 1, 1, encrypted);
            }
            int first = Integer.parseInt(vlans.substring(0, vlans.indexOf('-')));
            int last = Integer.parseInt(vlans.substring(vlans.indexOf('-') + 1));
            if (first < 1 || last > MAX_VLAN || first > last) {
                faults.add(entry.lineOf("vlans"), "migration: vlans '%s' is not a range within 1-4094"
                        .formatted(vlans));
            }
            sites.values().stream().filter(site -> site.vlan() >= first && site.vlan() <= last).forEach(site ->
                    faults.add(entry.lineOf("vlans"), "migration: vlans %s overlap VLAN %d of site %s".formatted(vlans,
                            site.vlan(), site.name())));
            return new MigrationSettings(bandwidth, publicBandwidth, first, last, encrypted);
        }

        private String address(InventoryEntry entry, String key, String owner) {
            String address = entry.required(key, InventoryLoader::isAddress, "an IPv4 address");
            String other = address.isEmpty() ? null : addresses.putIfAbsent(address, owner);
            if (other != null) {
                faults.add(entry.lineOf(key), "%s: %s %s is already the address of %s".formatted(owner, key, address,
                        other));
            }
            return address;
        }

        /** @param property what no two of the section may share; null where it is not known */
        private <E, T> void unique(InventoryEntry root, String section, Map<String, E> all, Function<E, T> property,
                String what) {
            Map<T, String> seen = new LinkedHashMap<>();
            all.forEach((name, each) -> {
                T value = property.apply(each);
                String other = value == null ? null : seen.putIfAbsent(value, name);
                if (other != null) {
                    faults.add(root.lineOf(section), "%s %s and %s have the same %s".formatted(section, other, name,
                            what));
                }
            });
        }

        private <T> Map<String, T> each(InventoryEntry root, String section, String kind, Set<String> keys,
                BiFunction<String, InventoryEntry, T> read) {
            InventoryEntry all = root.below(section, "section " + section, null);
            Map<String, T> found = new LinkedHashMap<>();
            for (String name : all.keys()) {
                if (!name.matches("[\\w.\\-]{1,63}")) {
                    faults.add(all.lineOf(name), "'%s' is no name for a %s".formatted(name, kind));
                }
                found.put(name, read.apply(name, all.below(name, kind + " " + name, keys)));
            }
            return found;
        }
    }

    private static boolean isAddress(String text) {
        var matcher = OCTETS.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        Predicate<Integer> octet = group -> Integer.parseInt(matcher.group(group)) <= 255;
        return octet.test(1) && octet.test(2) && octet.test(3) && octet.test(4);
    }
}
