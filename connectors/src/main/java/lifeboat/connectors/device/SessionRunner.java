package lifeboat.connectors.device;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import lifeboat.connectors.definition.Configuration;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.NotSaved;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** Carries operations out in a session with a device. */
abstract class SessionRunner implements OperationRunner {

    final DeviceSessions sessions;
    final DeviceAddress device;
    final Platform platform;

    SessionRunner(DeviceSessions sessions, DeviceAddress device) {
        this.sessions = sessions;
        this.device = device;
        this.platform = sessions.platform(device);
    }

    /** With the names of the device's ports, each as {@code port_NAME}. */
    final Map<String, String> withPorts(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        device.ports().forEach((name, port) -> all.put(OperationContract.PORT + name, port));
        return all;
    }

    @Override
    public final void save(String name) throws NotSaved {
        if (isSavedAfter(name) && !sessions.saved().isConfirmed(device)) {
            sessions.saved().saving(device, this::save);
        }
    }

    /** Whether what the operation changes may have to be saved. */
    abstract boolean isSavedAfter(String name);

    abstract void save() throws SessionException;

    @Override
    public final boolean mustSave() {
        return platform.configuration() != null && platform.configuration().unsaved() == Configuration.Unsaved.FAIL;
    }

    @Override
    public final void noteLateCommand() {
        sessions.noteLateCommand(device);
    }

    @Override
    public final Duration lateCommands() {
        return sessions.lateCommandsFor(device);
    }

    @Override
    public final void await(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
