package lifeboat.connectors.device;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lifeboat.connectors.device.DeviceOperations.LateCommands;
import lifeboat.connectors.failure.SessionException.AnswerUnreadable;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** An L2SW: carries the VLAN for the process migration (paper steps 3 and 10). */
public final class LayerTwoSwitch {

    private static final Set<String> MIGRATION_PORTS = Set.of("server", "l1");

    /** A VLAN that is configured, and its ports. */
    public record Vlan(int id, String name, Set<String> ports) {
    }

    private final DeviceOperations operations;
    private final boolean oneMigration;

    public LayerTwoSwitch(DeviceSessions sessions, DeviceAddress device) {
        this(OperationRunner.on(sessions, device), device, sessions.platform(device).oneMigration());
    }

    /** @param oneMigration whether its ports carry the VLAN of one migration at a time */
    public LayerTwoSwitch(OperationRunner runner, DeviceAddress device, boolean oneMigration) {
        this.operations = new DeviceOperations(runner, device, LateCommands.AWAITED);
        this.oneMigration = oneMigration;
    }

    /** Whether its ports carry the VLAN of one migration at a time. */
    public boolean carriesOneMigration() {
        return oneMigration;
    }

    public Optional<Vlan> findVlan(int id) throws DeviceException {
        return operations.ask("find_vlan", Map.of("vlan", String.valueOf(id)), LayerTwoSwitch::vlan)
                .filter(vlan -> vlan.id() == id);
    }

    private static Vlan vlan(AnswerFields fields) throws AnswerUnreadable {
        return new Vlan(fields.as("vlan", Integer::valueOf), fields.text("name"), ports(fields));
    }

    /**
     * A platform shows the ports in a list, or has a field for each of them, which is blank where the VLAN is not on
     * it. One that does neither shows a VLAN only where it is on all of them.
     */
    private static Set<String> ports(AnswerFields fields) throws AnswerUnreadable {
        if (MIGRATION_PORTS.stream().anyMatch(fields::has)) {
            Set<String> ports = new HashSet<>();
            for (String port : MIGRATION_PORTS) {
                if (fields.has(port) && !fields.text(port).isBlank()) {
                    ports.add(port);
                }
            }
            return ports;
        }
        return fields.has("ports") ? Set.copyOf(List.of(fields.text("ports").split(","))) : MIGRATION_PORTS;
    }

    /** Configures a VLAN between the site's server and the layer-1 network, unless it is another's by its name. */
    public void ensureVlan(int id, String name) throws DeviceException {
        operations.ensure("configure VLAN %d as %s".formatted(id, name), () -> ownOrNone(id, name),
                vlan -> vlan.isPresent() && vlan.get().name().equals(name)
                        && vlan.get().ports().containsAll(MIGRATION_PORTS),
                "create_vlan", Map.of("vlan", String.valueOf(id), "name", name), null);
    }

    private Optional<Vlan> ownOrNone(int id, String name) throws DeviceException {
        Optional<Vlan> there = findVlan(id);
        if (there.isPresent() && !there.get().name().equals(name)) {
            throw new DeviceException.Refused("VLAN %d on %s is not ours: its name is %s".formatted(id,
                    operations.device(), operations.shown(there.get().name())));
        }
        return there;
    }

    /** Deletes the VLAN if it has this name; another one's is left alone. */
    public void removeVlan(int id, String name) throws DeviceException {
        operations.ensure("delete VLAN %d".formatted(id), () -> findVlan(id),
                vlan -> vlan.isEmpty() || !vlan.get().name().equals(name), "delete_vlan",
                Map.of("vlan", String.valueOf(id), "name", name), null);
    }
}
