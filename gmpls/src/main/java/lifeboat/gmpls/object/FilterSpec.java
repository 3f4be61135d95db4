package lifeboat.gmpls.object;

import java.net.Inet4Address;

/** FILTER_SPEC of an LSP tunnel (RFC 3209, 4.6.3.1): whose LSP a reservation is for. */
public record FilterSpec(Inet4Address sender, int lspId) implements RsvpObject {

    static FilterSpec read(WireReader in) {
        Inet4Address sender = in.address();
        in.skip(2);
        return new FilterSpec(sender, in.u16());
    }

    @Override
    public int classNumber() {
        return 10;
    }

    @Override
    public int cType() {
        return 7;
    }

    @Override
    public void write(WireWriter out) {
        out.address(sender).u16(0).u16(lspId);
    }
}
