package lifeboat.gmpls.object;

import java.net.Inet4Address;

/**
 * RSVP_HOP (RFC 2205, A.2): who sends the message.
 *
 * @param handle logical interface handle: what the receiver of a Path sends back in its Resv
 */
public record RsvpHop(Inet4Address address, int handle) implements RsvpObject {

    static RsvpHop read(WireReader in) {
        return new RsvpHop(in.address(), in.word());
    }

    @Override
    public int classNumber() {
        return 3;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.address(address).word(handle);
    }
}
