package lifeboat.connectors.transport;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lifeboat.connectors.failure.SessionException;

/**
 * Something that takes as long as the other side wants, and is given up after a time or when its thread is
 * interrupted.
 */
final class TimedAttempt<T> {

    private final String name;
    private final Closeable hangsOn;
    private final FutureTask<T> task;

    /** @param hangsOn what has to be closed to make it end */
    TimedAttempt(String name, Closeable hangsOn, Callable<T> what) {
        this.name = name;
        this.hangsOn = hangsOn;
        this.task = new FutureTask<>(what);
    }

    T within(Duration time) throws IOException, SessionException {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        boolean done = false;
        try {
            T result = task.get(time.toMillis(), TimeUnit.MILLISECONDS);
            done = true;
            return result;
        } catch (TimeoutException e) {
            throw new IOException("it did not let us in within %d ms".formatted(time.toMillis()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            if (!done) {
                hangsOn.close();
            }
        }
    }

    private static IOException failure(Throwable cause) throws SessionException {
        if (cause instanceof SessionException e) {
            throw e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause.getMessage(), cause);
    }
}
