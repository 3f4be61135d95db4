package lifeboat.gmpls.object;

/** SESSION_ATTRIBUTE with resource affinities (RFC 3209, 4.7.2): which colours of links to avoid or to take. */
public record AffineSessionAttribute(int excludeAny, int includeAny, int includeAll, SessionAttribute attribute)
        implements RsvpObject {

    static AffineSessionAttribute read(WireReader in) {
        return new AffineSessionAttribute(in.word(), in.word(), in.word(), SessionAttribute.read(in));
    }

    @Override
    public int classNumber() {
        return 207;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.word(excludeAny).word(includeAny).word(includeAll);
        attribute.write(out);
    }
}
