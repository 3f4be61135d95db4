package lifeboat.gmpls.object;

/**
 * STYLE (RFC 2205, A.7): how senders share a reservation.
 *
 * @param options 24 bits
 */
public record Style(int flags, int options) implements RsvpObject {

    /** Each sender has its own. */
    public static final Style FIXED_FILTER = new Style(0, 0b01_010);
    /** The senders that are named share one: make before break. */
    public static final Style SHARED_EXPLICIT = new Style(0, 0b10_010);

    private static final int FLAGS_AT = 24;
    private static final int OPTIONS = 0xff_ffff;

    static Style read(WireReader in) {
        int word = in.word();
        return new Style(word >>> FLAGS_AT, word & OPTIONS);
    }

    @Override
    public int classNumber() {
        return 8;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(flags).u8(options >> Short.SIZE).u16(options & 0xffff);
    }
}
