package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.HostKeyRefused;
import lifeboat.connectors.failure.SessionException.LoginRefused;
import lifeboat.connectors.login.DeviceAddress;

/** Has a device's operations carried out, and makes changes idempotent: read, act if needed, verify. */
final class DeviceOperations {

    /** Reads a piece of a device's state. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws DeviceException;
    }

    private static final String NEXT = " Check the device, then resolve the incident.";

    private final DeviceAddress device;
    private final OperationRunner runner;

    DeviceOperations(OperationRunner runner, DeviceAddress device) {
        this.device = device;
        this.runner = runner;
    }

    DeviceAddress device() {
        return device;
    }

    /** A question; asked again in a new session if the first one turns out to be broken. */
    Optional<Map<String, String>> ask(String name, Map<String, String> values) throws DeviceException {
        try {
            return answer(name, values);
        } catch (LoginRefused | HostKeyRefused e) {
            throw new DeviceException.Unreachable("%s does not let us in: %s".formatted(device, e.getMessage()), e);
        } catch (SessionException first) {
            try {
                return answer(name, values);
            } catch (SessionException e) {
                throw new DeviceException.Unreachable("%s does not answer: %s".formatted(device, e.getMessage()), e);
            }
        }
    }

    private Optional<Map<String, String>> answer(String name, Map<String, String> values)
            throws SessionException, DeviceException.Refused {
        try {
            return runner.run(name, values, null);
        } catch (CommandRejected e) {
            throw new DeviceException.Refused(e.getMessage());
        }
    }

    /**
     * Changes something unless it is so already, and makes sure that it is so afterwards.
     *
     * @param what the change in the operator's words, for example "reserve light path m17"
     * @param state reads what is to be changed
     * @param wanted whether that is as wanted
     */
    <T> T ensure(String what, Reading<T> state, Predicate<T> wanted, String operation, Map<String, String> values,
            Duration timeout) throws DeviceException {
        T before = state.read();
        if (wanted.test(before)) {
            return before;
        }
        SessionException failure = null;
        try {
            runner.run(operation, values, timeout);
        } catch (SessionException e) {
            if (e.progress() == SessionException.Progress.NOT_SENT) {
                throw new DeviceException.Unreachable("Could not %s: %s".formatted(what, e.getMessage()), e);
            }
            failure = e;
            if (!(e instanceof CommandRejected)) {
                runner.noteLateCommand();
            }
        }
        T after;
        try {
            after = state.read();
        } catch (DeviceException.Refused e) {
            throw e;
        } catch (DeviceException e) {
            throw new DeviceException.StateUnknown("It is not known whether this took effect: %s. %s%s".formatted(what,
                    failure == null ? e.getMessage() : failure.getMessage() + "; " + e.getMessage(), NEXT), e);
        }
        if (wanted.test(after)) {
            return after;
        }
        if (failure instanceof CommandRejected) {
            throw new DeviceException.Refused("Could not %s: %s".formatted(what, failure.getMessage()));
        }
        if (failure != null) {
            throw new DeviceException.Unreachable("Could not %s, and it had no effect: %s".formatted(what,
                    failure.getMessage()), failure);
        }
        throw new DeviceException.Refused("Could not %s: %s accepted the command, but its state is %s".formatted(what,
                device, after));
    }

    /** A command that may be repeated without harm, and whose effect cannot be read. */
    void repeat(String what, String operation, Map<String, String> values) throws DeviceException {
        try {
            ask(operation, values);
        } catch (DeviceException.Refused e) {
            throw new DeviceException.Refused("Could not %s: %s".formatted(what, e.getMessage()));
        }
    }
}
