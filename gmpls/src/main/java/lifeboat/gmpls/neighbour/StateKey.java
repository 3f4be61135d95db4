package lifeboat.gmpls.neighbour;

import java.util.Optional;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.FilterSpec;
import lifeboat.gmpls.object.LspTunnelSession;
import lifeboat.gmpls.object.SenderTemplate;

/** What one neighbour says to the other of an LSP, for as long as it holds. */
public record StateKey(Kind kind, LspTunnelSession session, SenderTemplate sender) {

    /** By the way it goes. */
    public enum Kind { PATH, RESV }

    /** Empty if the message is not about a state, or does not say about which. */
    static Optional<StateKey> of(RsvpMessage message) {
        return message.first(LspTunnelSession.class).flatMap(session -> switch (message.type()) {
            case PATH, PATH_TEAR -> message.first(SenderTemplate.class)
                    .map(sender -> new StateKey(Kind.PATH, session, sender));
            case RESV, RESV_TEAR -> message.first(FilterSpec.class).map(filter -> new StateKey(Kind.RESV, session,
                    filter.sender()));
            default -> Optional.empty();
        });
    }

    static boolean isTear(RsvpMessage message) {
        return message.type() == MessageType.PATH_TEAR || message.type() == MessageType.RESV_TEAR;
    }
}
