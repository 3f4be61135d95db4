package lifeboat.gmpls.object;

import java.net.Inet4Address;

/**
 * ERROR_SPEC (RFC 2205, A.5): what went wrong.
 *
 * @param node where
 * @param code one of RFC 2205, appendix B, and of those that extend it
 */
public record ErrorSpec(Inet4Address node, int flags, int code, int value) implements RsvpObject {

    /** In a PathErr: what the message is about is removed at the sender (RFC 3473, 4.4). */
    public static final int PATH_STATE_REMOVED = 0x04;
    /** In a ResvErr: the reservation that was there stays. */
    public static final int IN_PLACE = 0x01;

    static ErrorSpec read(WireReader in) {
        return new ErrorSpec(in.address(), in.u8(), in.u8(), in.u16());
    }

    @Override
    public int classNumber() {
        return 6;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.address(node).u8(flags).u8(code).u16(value);
    }
}
