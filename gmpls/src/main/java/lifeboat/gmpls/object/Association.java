package lifeboat.gmpls.object;

import java.net.Inet4Address;

/**
 * ASSOCIATION (RFC 4872, 16): which LSPs belong together.
 *
 * @param type 1 for recovery
 */
public record Association(int type, int id, Inet4Address source) implements RsvpObject {

    public static final int RECOVERY = 1;

    static Association read(WireReader in) {
        return new Association(in.u16(), in.u16(), in.address());
    }

    @Override
    public int classNumber() {
        return 199;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u16(type).u16(id).address(source);
    }
}
