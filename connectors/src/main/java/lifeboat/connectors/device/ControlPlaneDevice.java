package lifeboat.connectors.device;

import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.device.DeviceOperations.LateCommands;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** A CP-device: reserves and deletes bandwidth through the layer-1 network (paper steps 2 and 9). */
public final class ControlPlaneDevice {

    /**
     * A light path that is up.
     *
     * @param bandwidth in bits per second
     */
    public record LightPath(String name, String route, long bandwidth) {
    }

    private final DeviceOperations operations;

    public ControlPlaneDevice(DeviceSessions sessions, DeviceAddress device) {
        this(OperationRunner.on(sessions, device), device);
    }

    public ControlPlaneDevice(OperationRunner runner, DeviceAddress device) {
        this.operations = new DeviceOperations(runner, device, LateCommands.AWAITED);
    }

    public Optional<LightPath> findPath(String name) throws DeviceException {
        return operations.ask("find_light_path", Map.of("name", name), fields -> new LightPath(
                fields.text("name"), fields.text("route"), fields.as("bandwidth", Long::valueOf)));
    }

    /** @param to the L1SW at the other end */
    public LightPath ensurePath(String name, String to, long bandwidth) throws DeviceException {
        return operations.ensure("reserve %d bit/s to %s as light path %s".formatted(bandwidth, to, name),
                () -> findPath(name), path -> path.isPresent() && path.get().bandwidth() == bandwidth,
                "create_light_path", Map.of("name", name, "to", to, "bandwidth", String.valueOf(bandwidth)), null)
                .orElseThrow();
    }

    public void removePath(String name) throws DeviceException {
        operations.ensure("delete light path " + name, () -> findPath(name), Optional::isEmpty, "delete_light_path",
                Map.of("name", name), null);
    }
}
