package lifeboat.connectors.device;

import java.util.Map;
import lifeboat.connectors.device.DeviceOperations.LateCommands;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** The NAGW: moves users from one VLAN to another (paper step 7). */
public final class NetworkAccessGateway {

    private final DeviceOperations operations;

    public NetworkAccessGateway(DeviceSessions sessions, DeviceAddress device) {
        this(OperationRunner.on(sessions, device), device);
    }

    public NetworkAccessGateway(OperationRunner runner, DeviceAddress device) {
        this.operations = new DeviceOperations(runner, device, LateCommands.REPEATED);
    }

    /** The VLAN a group of users is in. */
    public int findUserVlan(String users) throws DeviceException {
        return operations.ask("find_user_vlan", Map.of("users", users), fields -> fields.as("vlan", Integer::valueOf))
                .orElseThrow(() -> new DeviceException.Refused("%s knows no user group %s".formatted(
                        operations.device(), users)));
    }

    public void ensureUserVlan(String users, int vlan) throws DeviceException {
        operations.ensure("move user group %s to VLAN %d".formatted(users, vlan), () -> findUserVlan(users),
                now -> now == vlan, "set_user_vlan", Map.of("users", users, "vlan", String.valueOf(vlan)), null);
    }
}
