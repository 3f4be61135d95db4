package lifeboat.workers.inventory;

import java.time.Duration;
import java.util.Optional;
import lifeboat.connectors.device.ControlPlaneDevice;
import lifeboat.connectors.device.DeviceException;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.connectors.device.NetworkAccessGateway;
import lifeboat.connectors.device.ProcessMigrationController;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import org.springframework.stereotype.Component;

/** The devices of the inventory, each as the client of its role. */
@Component
public class Devices {

    private final Inventory inventory;
    private final DeviceSessions sessions;

    public Devices(Inventory inventory, DeviceSessions sessions) {
        this.inventory = inventory;
        this.sessions = sessions;
    }

    public ControlPlaneDevice controlPlane(String name) throws DeviceException {
        return new ControlPlaneDevice(sessions, address(name));
    }

    public LayerTwoSwitch layerTwoSwitch(String name) throws DeviceException {
        return new LayerTwoSwitch(sessions, address(name));
    }

    public NetworkAccessGateway accessGateway(String name) throws DeviceException {
        return new NetworkAccessGateway(sessions, address(name));
    }

    public ProcessMigrationController pmc(String name) throws DeviceException {
        return new ProcessMigrationController(sessions, address(name));
    }

    /** How long a command that was sent to a device and not answered may still be carried out. */
    public Duration lateCommandsFor(String name) throws DeviceException {
        return sessions.lateCommandsFor(address(name));
    }

    /** Why a device's configuration, which was changed, is not saved; empty if it is, as far as is known. */
    public Optional<String> whyNotSaved(String name) throws DeviceException {
        return sessions.saved().whyNot(address(name));
    }

    /** Makes sure that a session with each device is open, logged in and answering. */
    public void warm(String... names) throws DeviceException {
        for (String name : names) {
            try {
                sessions.warm(address(name));
            } catch (SessionException e) {
                throw new DeviceException.Unreachable("Could not open a session before the freeze: " + e.getMessage(),
                        e);
            }
        }
    }

    private DeviceAddress address(String name) throws DeviceException {
        DeviceAddress address = inventory.devices().get(name);
        if (address == null) {
            throw new DeviceException.StateUnknown(("Device %s is part of this migration but no longer in the "
                    + "inventory. Put it back, restart the controller, then resolve the incident.").formatted(name),
                    null);
        }
        return address;
    }
}
