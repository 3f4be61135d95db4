package lifeboat.gmpls.object;

/**
 * INTEGRITY (RFC 2747, 2.1): that the neighbour has sent the message, and in which order.
 *
 * @param keyId 48 bits
 * @param sequence all 64 bits count
 */
public record Integrity(int flags, long keyId, long sequence, Octets digest) implements RsvpObject {

    static Integrity read(WireReader in) {
        int flags = in.u8();
        in.skip(1);
        return new Integrity(flags, in.u48(), in.words(), new Octets(in.rest()));
    }

    @Override
    public int classNumber() {
        return 4;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(flags).u8(0).u48(keyId).words(sequence).octets(digest.toBytes());
    }
}
