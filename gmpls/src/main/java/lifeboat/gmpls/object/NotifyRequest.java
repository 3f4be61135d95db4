package lifeboat.gmpls.object;

import java.net.Inet4Address;

/** NOTIFY_REQUEST (RFC 3473, 4.2): who wants to be told of failures at once. */
public record NotifyRequest(Inet4Address receiver) implements RsvpObject {

    static NotifyRequest read(WireReader in) {
        return new NotifyRequest(in.address());
    }

    @Override
    public int classNumber() {
        return 195;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.address(receiver);
    }
}
