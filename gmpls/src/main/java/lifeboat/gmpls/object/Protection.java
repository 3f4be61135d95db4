package lifeboat.gmpls.object;

/**
 * PROTECTION (RFC 3473, 7; RFC 4872, 14): how the LSP and its links are protected.
 *
 * @param flags the first word: whether it is a second LSP, and the kinds of protection
 * @param segment the second word, which the first form has not
 */
public record Protection(int cType, int flags, int segment) implements RsvpObject {

    /** Of RFC 3473: of its links only. */
    public static final int OF_LINKS = 1;
    /** Of RFC 4872: of the LSP from end to end as well. */
    public static final int OF_LSP = 2;
    /** It takes nothing until the other fails. */
    public static final int SECONDARY = 0x8000_0000;

    static Protection read(int cType, WireReader in) {
        return new Protection(cType, in.word(), cType == OF_LSP ? in.word() : 0);
    }

    @Override
    public int classNumber() {
        return 37;
    }

    @Override
    public void write(WireWriter out) {
        out.word(flags);
        if (cType == OF_LSP) {
            out.word(segment);
        }
    }
}
