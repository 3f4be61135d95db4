package lifeboat.gmpls.object;

import java.net.Inet4Address;

/**
 * SESSION of an LSP tunnel (RFC 3209, 4.6.1.1): which tunnel it is about.
 *
 * @param endpoint the node at its end
 * @param extendedTunnelId usually the node at its beginning
 */
public record LspTunnelSession(Inet4Address endpoint, int tunnelId, Inet4Address extendedTunnelId)
        implements RsvpObject {

    static LspTunnelSession read(WireReader in) {
        Inet4Address endpoint = in.address();
        in.skip(2);
        return new LspTunnelSession(endpoint, in.u16(), in.address());
    }

    @Override
    public int classNumber() {
        return 1;
    }

    @Override
    public int cType() {
        return 7;
    }

    @Override
    public void write(WireWriter out) {
        out.address(endpoint).u16(0).u16(tunnelId).address(extendedTunnelId);
    }
}
