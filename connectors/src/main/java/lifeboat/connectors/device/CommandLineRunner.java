package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** Carries operations out on a device's command line. */
final class CommandLineRunner implements OperationRunner {

    private final DeviceSessions sessions;
    private final DeviceAddress device;
    private final Platform platform;

    CommandLineRunner(DeviceSessions sessions, DeviceAddress device) {
        this.sessions = sessions;
        this.device = device;
        this.platform = sessions.platform(device);
    }

    @Override
    public Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
            throws SessionException {
        Operation operation = platform.operation(name);
        return sessions.with(device, session -> new OperationRun(device, platform, session, timeout)
                .of(operation, values));
    }

    @Override
    public void noteLateCommand() {
        sessions.noteLateCommand(device);
    }
}
