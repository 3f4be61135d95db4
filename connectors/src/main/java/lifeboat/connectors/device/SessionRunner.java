package lifeboat.connectors.device;

import java.time.Duration;
import lifeboat.connectors.definition.Configuration;
import lifeboat.connectors.definition.Platform;
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
