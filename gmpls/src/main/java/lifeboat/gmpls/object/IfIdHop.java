package lifeboat.gmpls.object;

import java.util.List;

/**
 * IF_ID RSVP_HOP (RFC 3473, 8.1): who sends the message, by which data links, where they are not the control link.
 *
 */
public record IfIdHop(RsvpHop hop, List<InterfaceId> interfaces) implements RsvpObject {

    static IfIdHop read(WireReader in) {
        return new IfIdHop(RsvpHop.read(in), in.all(InterfaceId::read));
    }

    @Override
    public int classNumber() {
        return 3;
    }

    @Override
    public int cType() {
        return 3;
    }

    @Override
    public void write(WireWriter out) {
        hop.write(out);
        interfaces.forEach(one -> one.write(out));
    }
}
