package lifeboat.gmpls.object;

import java.net.Inet4Address;

/** RESV_CONFIRM (RFC 2205, A.14): who wants to be told that the reservation is there. */
public record ResvConfirm(Inet4Address receiver) implements RsvpObject {

    static ResvConfirm read(WireReader in) {
        return new ResvConfirm(in.address());
    }

    @Override
    public int classNumber() {
        return 15;
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
