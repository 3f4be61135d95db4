package lifeboat.gmpls.time;

import java.time.Duration;

/**
 * Has something done later. All that is done for one node is done one after another, so that nothing in it has to be
 * guarded against another thread.
 */
public interface Timers {

    /** Something that will be done, unless it is cancelled. */
    interface Timer {

        /** Nothing happens if it was done or cancelled already. */
        void cancel();
    }

    Timer after(Duration delay, Runnable what);

    /** How much time has passed since some moment. */
    Duration now();
}
