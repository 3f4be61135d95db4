package lifeboat.pmc;

import java.time.Duration;
import java.util.Set;

/**
 * What a PMC does to processes and addresses on its server. A back-end only acts; whether a command is in order is the
 * {@link PmcMigrations}'s business.
 */
public interface ProcessBackend {

    /** Whether this server may have the process at all. */
    boolean isKnown(String process);

    /** What is to be found of a process when one looks, whatever a record says. */
    enum Found { RUNNING, IMAGE, NOTHING }

    /** Says to the source's PMC, just before the target can have the whole image, that it will. */
    @FunctionalInterface
    interface HandOver {

        /** @throws CommandRefused if the image must not be sent to its end any more */
        void now() throws CommandRefused;
    }

    /** Whether the process runs here now. */
    boolean runs(String process);

    /** Looks for the process and its image, once nothing that an earlier PMC has begun is at them any more. */
    Found look(String process) throws CommandRefused;

    /** The process was found running: its connections are unlocked, and an image that it no longer needs is removed. */
    void settleRunning(String process) throws CommandRefused;

    /** The process was found in an image, stopped: its connections are locked, and the lock is noted. */
    void settleFrozen(String process) throws CommandRefused;

    /** The size of the process's memory in bytes, as far as an image has to carry it. */
    long imageBytes(String process);

    /** Watches the process's memory for a moment, while it runs on. */
    Memory memory(String process) throws CommandRefused;

    /** The PIDs of a process that runs here, which it keeps wherever it goes: all its processes and threads. */
    Set<Long> pids(String process) throws CommandRefused;

    /** Which of these somebody has here. */
    Set<Long> taken(Set<Long> pids);

    /** How many established TCP connections the process, frozen or not, or its staged image has. */
    int connections(String process);

    /**
     * Sends a first image of a process that runs on, so that {@link #send} needs to send only what changes afterwards.
     */
    Sent sendFirst(String process, Epoch epoch, ImageRoute way) throws CommandRefused;

    /** The bytes of first images of the process, sent from here or received. */
    long firstImageBytes(String process);

    /** Forgets first images of the process. */
    void discardFirst(String process);

    /**
     * What is kept of the process becomes its image, from which it is resumed with its connections closed: a frozen
     * process, else the first image that was received.
     */
    void stageForRestart(String process) throws CommandRefused;

    /** Stops the process and locks its connections: no packet of them is answered any more. */
    void freeze(String process) throws CommandRefused;

    /** Whether a process that runs here has all of its pages here. */
    boolean isComplete(String process);

    /** Returns when it has them all. @throws CommandRefused if they cannot be had any more */
    void fetchPages(String process) throws CommandRefused;

    /** Whether a process that was resumed here can never run on, for want of pages that cannot be had any more. */
    boolean isLost(String process);

    /** Lets a frozen process run on. */
    void thaw(String process) throws CommandRefused;

    /** Sends a frozen process to another server, and returns when its image is there and checked. */
    Sent send(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused;

    /** Sends a frozen process without the memory it can fetch later: that is served from here until it is discarded. */
    Sent sendWithoutPages(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused;

    /** The fingerprint of the key with which this server sends and receives encrypted images. */
    String imageKey() throws CommandRefused;

    /** Starts a staged process, with its connections. */
    void resume(String process) throws CommandRefused;

    /** Removes a staged image, a half received one, a frozen process, or one that is lost. */
    void discard(String process) throws CommandRefused;

    boolean holds(String virtualIp) throws CommandRefused;

    void claim(String virtualIp) throws CommandRefused;

    void release(String virtualIp) throws CommandRefused;

    /**
     * How much memory a process has.
     *
     * @param bytes all of it that an image has to carry
     * @param changingBytes about how much of it changed within a moment
     */
    record Memory(long bytes, long changingBytes) {
    }

    /** A transfer that is complete: bytes, the time it took, and the image's SHA-256 in hexadecimal. */
    record Sent(long bytes, Duration duration, String sha256) {
    }
}
