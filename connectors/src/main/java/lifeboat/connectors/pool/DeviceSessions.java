package lifeboat.connectors.pool;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.netconf.NetconfSession;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.session.DeviceSession;
import lifeboat.connectors.session.Journal;

/**
 * Sessions that are kept open, so that a command in the freeze window need not wait for a login. Those that nobody uses
 * are looked after: one that broke is replaced.
 */
public class DeviceSessions implements AutoCloseable {

    /** Something to do in a session. */
    @FunctionalInterface
    public interface Use<S extends DeviceSession, T, E extends Exception> {
        T in(S session) throws SessionException, E;
    }

    private static final Duration LOOK_AFTER = Duration.ofSeconds(30);

    private final DeviceDefinitions definitions;
    private final Journal journal;
    private final Map<String, SessionPool<CliSession>> commandLines = new ConcurrentHashMap<>();
    private final Map<String, SessionPool<NetconfSession>> netconf = new ConcurrentHashMap<>();
    private final Map<String, Long> lateCommands = new ConcurrentHashMap<>();
    private final SavedConfigurations saved = new SavedConfigurations();
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
        keeper.scheduleWithFixedDelay(() -> all().forEach(pool -> pool.lookAfter(lookAfter)),
                lookAfter.toMillis(), lookAfter.toMillis(), TimeUnit.MILLISECONDS);
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
    public <T, E extends Exception> T with(DeviceAddress device, Use<CliSession, T, E> use)
            throws SessionException, E {
        return commandLine(device).with(use);
    }

    /** The same with a device that is reached by NETCONF. */
    public <T, E extends Exception> T withNetconf(DeviceAddress device, Use<NetconfSession, T, E> use)
            throws SessionException, E {
        return netconf(device).with(use);
    }

    /** Makes sure that a session of the device's is open and answers, and keeps one open from now on. */
    public void warm(DeviceAddress device) throws SessionException {
        if (device.protocol() == DeviceAddress.Protocol.NETCONF) {
            netconf(device).warm();
        } else {
            commandLine(device).warm();
        }
    }

    private SessionPool<CliSession> commandLine(DeviceAddress device) {
        Platform platform = platform(device);
        return commandLines.computeIfAbsent(device.name(), name -> new SessionPool<>(device, platform,
                () -> CliSession.open(device, platform, journal)));
    }

    private SessionPool<NetconfSession> netconf(DeviceAddress device) {
        Platform platform = platform(device);
        return netconf.computeIfAbsent(device.name(), name -> new SessionPool<>(device, platform,
                () -> NetconfSession.open(device, platform.timeouts(), journal)));
    }

    /** A command was sent to the device and not answered: it may be carried out later. */
    public void noteLateCommand(DeviceAddress device) {
        saved.changedLate(device);
        lateCommands.put(device.name(), System.nanoTime() + platform(device).timeouts().commit().toNanos());
    }

    /** How long a command that was sent to the device and not answered may still be carried out; zero if none. */
    public Duration lateCommandsFor(DeviceAddress device) {
        Long end = lateCommands.get(device.name());
        long left = end == null ? 0 : end - System.nanoTime();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /** What is known of the devices' saved configurations. */
    public SavedConfigurations saved() {
        return saved;
    }

    private Stream<SessionPool<?>> all() {
        return Stream.concat(commandLines.values().stream(), netconf.values().stream());
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        all().forEach(SessionPool::close);
        commandLines.clear();
        netconf.clear();
    }
}
