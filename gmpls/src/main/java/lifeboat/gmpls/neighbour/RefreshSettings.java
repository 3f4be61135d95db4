package lifeboat.gmpls.neighbour;

import java.time.Duration;

/**
 * How patient a node is.
 *
 * @param refresh R: how often what holds is said again, on the average (RFC 2205, 3.7)
 * @param lost K: after how many refreshes that did not arrive a state is gone
 * @param firstRetry Rf: after which time a message is sent again that was not acknowledged; each next time is twice as
 *        long (RFC 2961, 6)
 * @param tries Rl: how often it is sent at most
 * @param acknowledgement how long acknowledgements wait for others
 * @param reduction whether what holds is said again in a summary, to neighbours that understand it (RFC 2961, 5)
 */
public record RefreshSettings(Duration refresh, int lost, Duration firstRetry, int tries, Duration acknowledgement,
        boolean reduction) {

    /** As the RFCs have it, but for the tries, of which there are more: networks here are to live with loss. */
    public static final RefreshSettings DEFAULT = new RefreshSettings(Duration.ofSeconds(30), 3,
            Duration.ofMillis(500), 7, Duration.ofMillis(10), true);

    /** L: how long a state lives that is not refreshed (RFC 2205, 3.7). */
    Duration lifetime(Duration neighboursRefresh) {
        return neighboursRefresh.multipliedBy(3L * (2L * lost + 1)).dividedBy(4);
    }

    /** Until the next refresh: between half and one and a half of R. */
    Duration next(double random) {
        return Duration.ofNanos((long) (refresh.toNanos() * (0.5 + random)));
    }
}
