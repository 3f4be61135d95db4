package lifeboat.lab.device;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.List;
import lifeboat.lab.user.User;

/** What only a lab can see and do. */
public interface Backstage {

    /** @throws IOException also if there is no such service */
    User connectUser(String service) throws IOException;

    /** Starts to watch for how long users reach no server while their VLAN is switched. */
    void watchSwitchOver() throws IOException;

    /** How long that was, in whole microseconds; empty if no switch-over was seen since the watch began. */
    Optional<Duration> switchOverOutage() throws IOException;

    /** One line for each server: what runs, is frozen or staged there, and its virtual IPs. */
    List<String> servers() throws IOException;

    /** Safety rules that were broken, as far as the lab can see. */
    List<String> violations() throws IOException;

    /** Which process the service is: its PID, and the digest of the memory it does not change. */
    String process() throws IOException;

    /**
     * Breaks something: what a step of the paper needs, by its number, or what only this lab has.
     *
     * @param name a step of the paper that is bound to fail then, or another name that the lab knows
     * @throws IOException if this lab cannot break that
     */
    void breakSomething(String name) throws IOException;

    /** Puts right what {@link #breakSomething} broke. */
    void mend() throws IOException;

    /** The disaster: server 1 and PMC 1 are gone. */
    void destroyMainSite() throws IOException;

    /** Another server 1 in the place of the one that was destroyed; it runs the service if that is lost. */
    default void rebuildMainSite() throws IOException {
        throw new IOException("a site that was destroyed cannot be rebuilt here");
    }

    /** A server starts again: it has what is on its disk, and asks its PMC which services it may start. */
    default void rebootServer(int server) throws IOException {
        throw new IOException("no server can be started again here: use the simulated lab");
    }

    /** Kills the PMC of a server, by its number, at once, or at a moment such as {@code after freeze}. */
    default void killPmc(int server, String moment) throws IOException {
        throw new IOException("no PMC can be killed here");
    }

    /** Kills the CRIU that is at work on a server, or the next one that is within some seconds. */
    default void killCriu(int server) throws IOException {
        throw new IOException("no CRIU is at work here: use the Linux lab");
    }

    /**
     * Connections to a device break, or it never answers, until {@link #heal}.
     *
     * @return false if that is for the device's own command line to do
     */
    default boolean disturb(String device, boolean silently) throws IOException {
        return false;
    }

    default void heal() throws IOException {
        // nothing was disturbed
    }

    default void startPmcs() throws IOException {
        throw new IOException("no PMC can be killed here");
    }

    /** How often each PMC was killed so far, by its name, and each server's CRIU, as {@code criu1}. */
    default Map<String, Integer> pmcDeaths() throws IOException {
        throw new IOException("no PMC can be killed here");
    }
}
