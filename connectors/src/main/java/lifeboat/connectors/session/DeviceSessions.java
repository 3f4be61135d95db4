package lifeboat.connectors.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.time.Duration;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;

/**
 * Sessions that are kept open, so that a command in the freeze window need not wait for a login. Those that nobody uses
 * are looked after: one that broke is replaced.
 */
public class DeviceSessions implements AutoCloseable {

    /** Something to do in a session. */
    @FunctionalInterface
    public interface Use<T, E extends Exception> {
        T in(CliSession session) throws SessionException, E;
    }

    private static final Duration LOOK_AFTER = Duration.ofSeconds(30);

    private final DeviceDefinitions definitions;
    private final Journal journal;
    private final Map<String, SessionPool> pools = new ConcurrentHashMap<>();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "session-keeper");
        thread.setDaemon(true);
        return thread;
    });

    public DeviceSessions(DeviceDefinitions definitions, Journal journal) {
        this(definitions, journal, LOOK_AFTER);
    }

    /** @param lookAfter how often sessions that nobody uses are looked after */
    public DeviceSessions(DeviceDefinitions definitions, Journal journal, Duration lookAfter) {
        this.definitions = definitions;
        this.journal = journal;
        keeper.scheduleWithFixedDelay(() -> pools.values().forEach(SessionPool::lookAfter), lookAfter.toMillis(),
                lookAfter.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Platform platform(DeviceAddress device) {
        return definitions.get(device.platform());
    }

    /**
     * Does something in a session of the device's, which is kept afterwards unless it broke. If it turns out to be
     * closed before anything was sent, the same is done once more in a new one.
     *
     * @throws SessionException.TimedOut also if all sessions that the device can hold are in use for too long
     */
    public <T, E extends Exception> T with(DeviceAddress device, Use<T, E> use) throws SessionException, E {
        return pool(device).with(use);
    }

    /** Makes sure that a session of the device's is open and answers, and keeps one open from now on. */
    public void warm(DeviceAddress device) throws SessionException {
        pool(device).warm();
    }

    private SessionPool pool(DeviceAddress device) {
        return pools.computeIfAbsent(device.name(), name -> new SessionPool(device, platform(device), journal));
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        pools.values().forEach(SessionPool::close);
        pools.clear();
    }
}
