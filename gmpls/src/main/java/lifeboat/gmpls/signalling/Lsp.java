package lifeboat.gmpls.signalling;

import java.net.Inet4Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lifeboat.gmpls.link.DataLink;
import lifeboat.gmpls.message.RsvpMessage;

/** An LSP as one node has it: it comes in by one link, goes out by another, or begins or ends here. */
final class Lsp {

    private final LspId id;
    private final DataLink in;
    private final List<Inet4Address> ahead;
    private final Set<Integer> refusedSlots = new HashSet<>();
    private RsvpMessage path;
    private List<Integer> inSlots = List.of();
    private DataLink out;
    private List<Integer> outSlots = List.of();
    private RsvpMessage resv;

    /**
     * @param path what it is, as it came or is made here
     * @param in null where it begins
     * @param ahead the other end's address of each link that is still to be taken
     */
    Lsp(LspId id, RsvpMessage path, DataLink in, List<Inet4Address> ahead) {
        this.id = id;
        this.path = path;
        this.in = in;
        this.ahead = List.copyOf(ahead);
    }

    LspId id() {
        return id;
    }

    boolean beginsHere() {
        return in == null;
    }

    DataLink in() {
        return in;
    }

    List<Integer> inSlots() {
        return inSlots;
    }

    /** Null until it is sent on, and where it ends. */
    DataLink out() {
        return out;
    }

    List<Integer> outSlots() {
        return outSlots;
    }

    List<Inet4Address> ahead() {
        return ahead;
    }

    RsvpMessage path() {
        return path;
    }

    /** Null until it is reserved from here to its end. */
    RsvpMessage resv() {
        return resv;
    }

    boolean isReserved() {
        return resv != null;
    }

    /** Which slots of the link ahead the neighbour would not have. */
    Set<Integer> refusedSlots() {
        return refusedSlots;
    }

    void comesBy(RsvpMessage message, List<Integer> slots) {
        path = message;
        inSlots = List.copyOf(slots);
    }

    void goesOutBy(DataLink link, List<Integer> slots) {
        out = link;
        outSlots = List.copyOf(slots);
    }

    void goesNowhere() {
        out = null;
        outSlots = List.of();
        resv = null;
    }

    void reserved(RsvpMessage message) {
        resv = message;
    }
}
