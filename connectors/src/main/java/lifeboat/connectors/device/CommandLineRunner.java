package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** Carries operations out on a device's command line. */
final class CommandLineRunner extends SessionRunner {

    CommandLineRunner(DeviceSessions sessions, DeviceAddress device) {
        super(sessions, device);
    }

    @Override
    public Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
            throws SessionException {
        Operation operation = platform.operation(name);
        return sessions.with(device, session -> new OperationRun(device, platform, session, sessions.saved(), timeout)
                .of(operation, withPorts(values)));
    }

    @Override
    boolean isSavedAfter(String name) {
        return platform.saves(platform.operation(name));
    }

    @Override
    void save() throws SessionException {
        sessions.with(device, session -> {
            new OperationRun(device, platform, session, sessions.saved(), null).save();
            return null;
        });
    }
}
