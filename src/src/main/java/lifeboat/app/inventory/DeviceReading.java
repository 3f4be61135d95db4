package lifeboat.app.inventory;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.Role;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.workers.inventory.Inventory;

/** Reads the devices of an inventory. */
final class DeviceReading {

    static final Set<String> KEYS = Set.of("role", "platform", "protocol", "host", "port", "username", "password",
            "private-key", "passphrase", "certificate", "agent", "secrets", "host-key", "known-hosts",
            "legacy-algorithms", "jump", "ports");

    private static final String JUMP_HOST = "jump-host";
    private static final Set<String> ROLES = Stream.concat(Role.names(), Stream.of(JUMP_HOST))
            .collect(Collectors.toUnmodifiableSet());
    private static final Map<String, DeviceAddress.Protocol> PROTOCOLS = Map.of(
            "telnet", DeviceAddress.Protocol.TELNET, "ssh", DeviceAddress.Protocol.SSH,
            "netconf", DeviceAddress.Protocol.NETCONF);

    private final DeviceDefinitions definitions;
    private final InventoryFaults faults;
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Map<String, String> addresses;

    /** @param addresses who has an address already */
    DeviceReading(DeviceDefinitions definitions, InventoryFaults faults, Map<String, String> addresses) {
        this.definitions = definitions;
        this.faults = faults;
        this.addresses = addresses;
    }

    DeviceAddress device(String name, InventoryEntry entry) {
        String role = entry.required("role", ROLES::contains, "one of " + ROLES.stream().sorted().collect(Collectors.joining(", ")));
        roles.put(name, role);
        String platform = role.equals(JUMP_HOST) && !entry.keys().contains("platform") ? Inventory.NO_PLATFORM
                : entry.required("platform", definitions::has, "a platform there is a definition for");
        String protocol = entry.required("protocol", PROTOCOLS.keySet()::contains, "telnet, ssh or netconf");
        String host = entry.required("host", text -> text.matches("[\\w.:\\-]+"), "a host name or an address");
        int port = (int) entry.number("port", 1, 65_535);
        String other = addresses.putIfAbsent(host + " port " + port, "device " + name);
        if (other != null && !entry.keys().contains("jump")) {
            faults.add(entry.line(), "device %s has the same host and port as %s".formatted(name, other));
        }
        DeviceAddress.Protocol known = PROTOCOLS.getOrDefault(protocol, DeviceAddress.Protocol.SSH);
        if (role.equals(JUMP_HOST) && known != DeviceAddress.Protocol.SSH) {
            faults.add(entry.lineOf("protocol"), "device %s: a jump-host is reached by ssh, not by %s".formatted(name,
                    protocol));
        }
        Map<String, String> ports = ports(name, entry);
        if (definitions.has(platform)) {
            checkPlatform(name, platform, role, known, ports.keySet(), entry);
        }
        LoginReading reading = new LoginReading(name, entry, faults);
        return new DeviceAddress(name, platform, known, host, port, reading.login(),
                known == DeviceAddress.Protocol.TELNET ? reading.noTrust() : reading.trust(), ports);
    }

    private Map<String, String> ports(String device, InventoryEntry entry) {
        Map<String, String> ports = new LinkedHashMap<>();
        if (entry.keys().contains("ports")) {
            InventoryEntry named = entry.below("ports", "device %s: ports".formatted(device), null);
            named.keys().forEach(port -> ports.put(port, named.required(port, text -> text.matches("[\\w.:/@,\\-]+"),
                    "a port's name on the device, in one word")));
        }
        return ports;
    }

    private void checkPlatform(String name, String platform, String role, DeviceAddress.Protocol protocol,
            Set<String> ports, InventoryEntry entry) {
        try {
            Role.named(role).map(known -> known.portsIn(definitions.get(platform), protocol)).orElse(Set.of()).stream()
                    .filter(port -> !ports.contains(port)).forEach(port -> faults.add(entry.lineOf("platform"),
                            ("device %s: platform %s wants to know its port '%s': say what it is called there, as "
                            + "'ports: {%s: ...}'").formatted(name, platform, port, port)));
            List<String> missing = Role.named(role).map(known -> known.missingIn(definitions.get(platform),
                    protocol)).orElse(List.of());
            Role.named(role).map(known -> known.breachesIn(definitions.get(platform), protocol)).orElse(List.of())
                    .forEach(breach -> faults.add(entry.lineOf("platform"), ("device %s: platform %s cannot be a %s by "
                            + "%s: %s: %s %s").formatted(name, platform, role, protocol.name().toLowerCase(),
                            definitions.placeOf(platform, protocol == DeviceAddress.Protocol.NETCONF ? "netconf"
                                    : "operations", breach.operation()), breach.operation(), breach.words())));
            if (!missing.isEmpty()) {
                faults.add(entry.lineOf("platform"), ("device %s: platform %s cannot be a %s by %s: it has no "
                        + "operation %s").formatted(name, platform, role, protocol.name().toLowerCase(),
                        String.join(", ", missing)));
            }
        } catch (IllegalArgumentException e) {
            faults.add(entry.lineOf("platform"), "device %s: %s".formatted(name,
                    e.getMessage().replaceFirst("\\.$", "")));
        }
    }

    /** Each device, with the jump host it is reached through: that may be written down after it. */
    Map<String, DeviceAddress> throughJumpHosts(Map<String, DeviceAddress> devices, InventoryEntry all) {
        Map<String, String> jumps = new LinkedHashMap<>();
        for (String name : devices.keySet()) {
            InventoryEntry entry = all.below(name, "device " + name, KEYS);
            if (entry.keys().contains("jump")) {
                jumps.put(name, entry.reference("jump", "jump-host", withRole(JUMP_HOST)));
            }
        }
        Map<String, DeviceAddress> reached = new LinkedHashMap<>();
        devices.keySet().forEach(name -> reached.put(name, reached(name, devices, jumps, Set.of(), all)));
        return reached;
    }

    private DeviceAddress reached(String name, Map<String, DeviceAddress> devices, Map<String, String> jumps,
            Set<String> before, InventoryEntry all) {
        DeviceAddress device = devices.get(name);
        DeviceAddress jump = devices.get(jumps.get(name));
        if (jump == null || device.trust() == null || jump.trust() == null) {
            return device;
        }
        if (before.contains(name)) {
            faults.add(all.lineOf(name), "device %s is reached through itself".formatted(name));
            return device;
        }
        Set<String> now = new HashSet<>(before);
        now.add(name);
        return device.through(reached(jump.name(), devices, jumps, now, all));
    }

    /** The devices with this role. */
    Set<String> withRole(String name) {
        return roles.entrySet().stream().filter(role -> role.getValue().equals(name)).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
