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
     * @throws SessionException.NotSaved if the device does not confirm that it keeps the change over a restart
     */
    Optional<Map<String, String>> run(String name, Map<String, String> values, Duration timeout)
            throws SessionException;

    /**
     * Has the device keep its running configuration over a restart, if the operation changes that and it is not known
     * that it does.
     *
     * @throws SessionException.NotSaved if the device does not confirm it
     */
    void save(String name) throws SessionException.NotSaved;

    /** Whether a change that cannot be saved has failed. */
    boolean mustSave();

    /** What was sent and not answered may still be carried out, after the connection is gone. */
    void noteLateCommand();

    /** How long it may still be; zero if nothing was. */
    Duration lateCommands();

    /** Lets time pass. */
    void await(Duration time) throws InterruptedException;

    /** The one for a device's protocol. */
    static OperationRunner on(DeviceSessions sessions, DeviceAddress device) {
        return device.protocol() == DeviceAddress.Protocol.NETCONF ? new NetconfRunner(sessions, device)
                : new CommandLineRunner(sessions, device);
    }
}
