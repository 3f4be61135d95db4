package lifeboat.pmc;

import java.time.Duration;
import java.util.List;

/**
 * What the controller tells both PMCs of a migration before the process is frozen, so that they can settle it between
 * themselves when the controller falls silent.
 *
 * @param virtualIp the service's address
 * @param peers the other server's addresses, in each network between the two
 * @param peerKey the fingerprint of the other server's key
 * @param encrypted whether images travel encrypted
 * @param deadline how long a frozen process waits for the controller
 */
public record AgreedTerms(String virtualIp, List<String> peers, String peerKey, boolean encrypted, Duration deadline) {

    /** Nothing was agreed on. */
    public static final AgreedTerms NONE = new AgreedTerms("", List.of(), "", false, Duration.ZERO);

    public AgreedTerms {
        peers = List.copyOf(peers);
    }
}
