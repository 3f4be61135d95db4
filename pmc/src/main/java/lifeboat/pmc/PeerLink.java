package lifeboat.pmc;

import java.util.Optional;

/** How a PMC asks another server's, when the controller is silent. */
public interface PeerLink {

    /** Asks the target of an epoch to bar the way to its resume. @return empty if it does not answer */
    Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch);

    /** Tells the target of a fenced epoch that the process runs again where it was, so that it can drop its image. */
    void tellRunning(AgreedTerms terms, String process, Epoch epoch);

    /** Nobody can be asked. */
    static PeerLink none() {
        return new PeerLink() {
            @Override
            public Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch) {
                return Optional.empty();
            }

            @Override
            public void tellRunning(AgreedTerms terms, String process, Epoch epoch) {
                // there is nobody to tell
            }
        };
    }
}
