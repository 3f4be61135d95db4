package lifeboat.connectors.pool;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.failure.SessionException.CommandRejected;
import lifeboat.connectors.failure.SessionException.ConfigurationLocked;
import lifeboat.connectors.failure.SessionException.ConnectionLost;
import lifeboat.connectors.failure.SessionException.Progress;
import lifeboat.connectors.failure.SessionException.TimedOut;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.session.DeviceSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device's sessions: never more than it can hold. */
final class SessionPool<S extends DeviceSession> {

    private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

    /** How a session is got. */
    @FunctionalInterface
    interface Opening<S> {
        S open() throws SessionException;
    }

    /** A session that nobody uses, and since when, as {@link System#nanoTime} tells. */
    private record Idle<S>(S session, long since) {
    }

    private final DeviceAddress device;
    private final Platform platform;
    private final Opening<S> opening;
    private final Deque<Idle<S>> idle = new ConcurrentLinkedDeque<>();
    /** One for each session that may still be opened, or is idle. */
    private final Semaphore free;
    private volatile boolean keptWarm;
    private volatile boolean closed;

    SessionPool(DeviceAddress device, Platform platform, Opening<S> opening) {
        this.device = device;
        this.platform = platform;
        this.opening = opening;
        this.free = new Semaphore(platform.sessions(), true);
    }

    <T, E extends Exception> T with(DeviceSessions.Use<S, T, E> use) throws SessionException, E {
        acquire();
        try {
            S session = takeIdle();
            if (session == null) {
                return use(opening.open(), use);
            }
            long before = session.requestsSent();
            try {
                return use(session, use);
            } catch (ConnectionLost e) {
                if (e.progress() == Progress.SENT || session.requestsSent() > before) {
                    throw e;
                }
                return use(opening.open(), use);
            }
        } finally {
            free.release();
        }
    }

    private <T, E extends Exception> T use(S session, DeviceSessions.Use<S, T, E> use)
            throws SessionException, E {
        boolean kept = false;
        try {
            T result = use.in(session);
            kept = true;
            return result;
        } catch (CommandRejected | ConfigurationLocked e) {
            kept = true;
            throw e;
        } catch (SessionException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            kept = true;
            throw e;
        } finally {
            if (kept && !closed) {
                rest(session);
            } else {
                session.abandon();
            }
        }
    }

    void warm() throws SessionException {
        keptWarm = true;
        acquire();
        try {
            S session = takeIdle();
            if (session != null && !session.isAlive()) {
                session.abandon();
                session = null;
            }
            rest(session == null ? opening.open() : session);
        } finally {
            free.release();
        }
    }

    private void rest(S session) {
        idle.push(new Idle<>(session, System.nanoTime()));
    }

    /**
     * Asks each session that nobody has used for a while whether it is alive; opens one if none is left of a device that
     * is kept warm. A session that is in use every now and then is left alone: who needs it next must not find it taken.
     */
    void lookAfter(Duration unused) {
        for (int i = idle.size(); i > 0 && free.tryAcquire(); i--) {
            Idle<S> longest = idle.pollLast();
            if (longest != null) {
                if (System.nanoTime() - longest.since() < unused.toNanos()) {
                    idle.addLast(longest);
                } else if (longest.session().isOpen() && longest.session().isAlive()) {
                    rest(longest.session());
                } else {
                    longest.session().abandon();
                }
            }
            free.release();
        }
        if (keptWarm && !closed && hasNoneOpen() && free.tryAcquire()) {
            try {
                rest(opening.open());
            } catch (SessionException | RuntimeException e) {
                LOG.warn("A session that broke cannot be replaced yet: {}", e.getMessage());
            } finally {
                free.release();
            }
        }
        if (closed) {
            close();
        }
    }

    private void acquire() throws SessionException {
        try {
            if (!free.tryAcquire(platform.timeouts().operation().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimedOut(Progress.NOT_SENT, ("%s: all %d sessions that it may hold have been in use for %d "
                        + "ms").formatted(device, platform.sessions(), platform.timeouts().operation().toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimedOut(Progress.NOT_SENT, "%s: interrupted while waiting for a session".formatted(device));
        }
    }

    private boolean hasNoneOpen() {
        return idle.stream().noneMatch(resting -> resting.session().isOpen());
    }

    private S takeIdle() {
        for (Idle<S> latest = idle.poll(); latest != null; latest = idle.poll()) {
            if (latest.session().isOpen()) {
                return latest.session();
            }
            latest.session().abandon();
        }
        return null;
    }

    void close() {
        closed = true;
        for (Idle<S> latest = idle.poll(); latest != null; latest = idle.poll()) {
            latest.session().close();
        }
    }
}
