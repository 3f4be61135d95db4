package lifeboat.gmpls.signalling;

import java.util.List;
import java.util.Optional;
import lifeboat.gmpls.link.DataLink;

/** What the L1SW of a CP-device does: it connects time slots of its links. */
public interface CrossConnects {

    /**
     * One end of a connection.
     *
     * @param link empty for the client's port, where an LSP begins or ends
     */
    record End(Optional<DataLink> link, List<Integer> slots) {

        static final End CLIENT = new End(Optional.empty(), List.of());
    }

    /** Both ways. Connecting what is connected so already does nothing. */
    void connect(LspId lsp, End from, End to);

    /** Does nothing if it is not connected. */
    void disconnect(LspId lsp);
}
