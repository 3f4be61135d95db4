package lifeboat.gmpls.object;

/**
 * A part of an object that says its type and length: of an interface (RFC 3473, 8.1.1) or of an LSP's attributes (RFC
 * 5420, 3).
 *
 * @param value without what pads it to a multiple of 32 bits
 */
public record Tlv(int type, Octets value) {

    static final int HEADER = 4;
    private static final int WORD = 4;

    static Tlv read(WireReader in) {
        int type = in.u16();
        int length = in.u16() - HEADER;
        Tlv tlv = new Tlv(type, new Octets(in.octets(length)));
        in.skip(Math.min(in.remaining(), padding(length)));
        return tlv;
    }

    void write(WireWriter out) {
        out.u16(type).u16(HEADER + value.length()).octets(value.toBytes()).zeros(padding(value.length()));
    }

    private static int padding(int length) {
        return (WORD - length % WORD) % WORD;
    }
}
