package lifeboat.gmpls.object;

import java.net.Inet4Address;

/** SENDER_TEMPLATE of an LSP tunnel (RFC 3209, 4.6.2.1): which LSP of the tunnel it is about. */
public record SenderTemplate(Inet4Address sender, int lspId) implements RsvpObject {

    static SenderTemplate read(WireReader in) {
        Inet4Address sender = in.address();
        in.skip(2);
        return new SenderTemplate(sender, in.u16());
    }

    @Override
    public int classNumber() {
        return 11;
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
