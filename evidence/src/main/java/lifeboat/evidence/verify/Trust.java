package lifeboat.evidence.verify;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import lifeboat.evidence.note.VerifierKey;

/**
 * What whoever checks evidence has from elsewhere than from where the evidence is.
 *
 * @param key whose signature the checkpoints must have; if empty, the one that is kept with the evidence is believed
 * @param earlier signed notes that were sent away, as text in which anything else may be
 * @param authorities certificates of time stamp authorities, or of who certified them
 */
public record Trust(Optional<VerifierKey> key, List<String> earlier, List<X509Certificate> authorities) {

    public Trust {
        earlier = List.copyOf(earlier);
        authorities = List.copyOf(authorities);
    }

    public static Trust inNothing() {
        return new Trust(Optional.empty(), List.of(), List.of());
    }
}
