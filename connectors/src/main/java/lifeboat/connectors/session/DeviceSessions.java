package lifeboat.connectors.session;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.DeviceDefinitions;

/** Sessions that are kept open, so that a command in the freeze window need not wait for a login. */
public class DeviceSessions implements AutoCloseable {

    /** Something to do in a session. */
    @FunctionalInterface
    public interface Use<T, E extends Exception> {
        T in(CliSession session) throws SessionException, E;
    }

    private final DeviceDefinitions definitions;
    private final Timeouts timeouts;
    private final Journal journal;
    private final Map<String, Deque<CliSession>> idle = new ConcurrentHashMap<>();

    public DeviceSessions(DeviceDefinitions definitions, Timeouts timeouts, Journal journal) {
        this.definitions = definitions;
        this.timeouts = timeouts;
        this.journal = journal;
    }

    public DeviceDefinition definition(DeviceAddress device) {
        return definitions.get(device.platform());
    }

    /** Does something in a session of the device's, which is kept afterwards unless it broke. */
    public <T, E extends Exception> T with(DeviceAddress device, Use<T, E> use) throws SessionException, E {
        CliSession session = take(device);
        boolean broken = false;
        try {
            return use.in(session);
        } catch (SessionException | RuntimeException e) {
            broken = true;
            throw e;
        } finally {
            if (broken) {
                session.abandon();
            } else {
                idle(device).push(session);
            }
        }
    }

    /** Makes sure that a session of the device's is open and answers. */
    public void warm(DeviceAddress device) throws SessionException {
        CliSession session = take(device);
        if (!session.isAlive()) {
            session.abandon();
            session = open(device);
        }
        idle(device).push(session);
    }

    private CliSession take(DeviceAddress device) throws SessionException {
        for (CliSession session = idle(device).poll(); session != null; session = idle(device).poll()) {
            if (session.isOpen()) {
                return session;
            }
            session.abandon();
        }
        return open(device);
    }

    private CliSession open(DeviceAddress device) throws SessionException {
        return CliSession.open(device, definition(device), timeouts, journal);
    }

    private Deque<CliSession> idle(DeviceAddress device) {
        return idle.computeIfAbsent(device.name(), name -> new ConcurrentLinkedDeque<>());
    }

    @Override
    public void close() {
        idle.values().forEach(sessions -> sessions.forEach(CliSession::close));
        idle.clear();
    }
}
