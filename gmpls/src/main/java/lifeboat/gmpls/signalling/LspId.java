package lifeboat.gmpls.signalling;

import lifeboat.gmpls.neighbour.StateKey;
import lifeboat.gmpls.object.LspTunnelSession;
import lifeboat.gmpls.object.SenderTemplate;

/** Which LSP: one try of a tunnel. */
public record LspId(LspTunnelSession session, SenderTemplate sender) {

    StateKey path() {
        return new StateKey(StateKey.Kind.PATH, session, sender);
    }

    StateKey resv() {
        return new StateKey(StateKey.Kind.RESV, session, sender);
    }

    @Override
    public String toString() {
        return "%s/%d/%d".formatted(sender.sender().getHostAddress(), session.tunnelId(), sender.lspId());
    }
}
