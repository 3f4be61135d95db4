package lifeboat.gmpls.object;

import java.nio.charset.StandardCharsets;

/**
 * SESSION_ATTRIBUTE (RFC 3209, 4.7.1).
 *
 * @param setUpPriority 0 to 7, 0 the most important
 * @param name of the LSP, a character for each byte; padded with zeros on the wire
 */
public record SessionAttribute(int setUpPriority, int holdingPriority, int flags, String name) implements RsvpObject {

    /** The route that was taken is to have the labels as well. */
    public static final int LABELS_RECORDED = 0x02;
    /** A later LSP of the tunnel may share its reservations. */
    public static final int SHARED_EXPLICIT_WANTED = 0x04;

    private static final int PADDING = 3;

    static SessionAttribute read(WireReader in) {
        int setUp = in.u8();
        int holding = in.u8();
        int flags = in.u8();
        String name = new String(in.octets(in.u8()), StandardCharsets.ISO_8859_1);
        in.skip(Math.min(in.remaining(), PADDING));
        return new SessionAttribute(setUp, holding, flags, name);
    }

    @Override
    public int classNumber() {
        return 207;
    }

    @Override
    public int cType() {
        return 7;
    }

    @Override
    public void write(WireWriter out) {
        byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
        out.u8(setUpPriority).u8(holdingPriority).u8(flags).u8(octets.length).octets(octets).pad();
    }
}
