package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** Carries operations out on one device, in whatever way it is reached. */
public interface OperationRunner {

    /**
     * Runs one operation.
     *
     * @param name what its role calls it
     * @param timeout how long it may take; null for the platform's
     * @return the fields of the answer; empty if what was asked for does not exist
     */
    Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
            throws SessionException;

    /** What was sent and not answered may still be carried out, after the connection is gone. */
    void noteLateCommand();

    /** The one for a device's protocol. */
    static OperationRunner on(DeviceSessions sessions, DeviceAddress device) {
        return device.protocol() == DeviceAddress.Protocol.NETCONF ? new NetconfRunner(sessions, device)
                : new CommandLineRunner(sessions, device);
    }
}
