package lifeboat.gmpls.object;

import java.util.List;

/**
 * ACCEPTABLE_LABEL_SET (RFC 3473, 4.1): which labels would have been accepted.
 *
 * @param action 0 for these, 1 for none of these, 2 for a range of these, 3 for none of a range
 * @param labelType the C-Type of the labels
 */
public record AcceptableLabelSet(int action, int labelType, List<Integer> words) implements RsvpObject {

    private static final int LABEL_TYPE = 0x3fff;

    static AcceptableLabelSet read(WireReader in) {
        int action = in.u8();
        in.skip(1);
        return new AcceptableLabelSet(action, in.u16() & LABEL_TYPE, in.all(WireReader::word));
    }

    @Override
    public int classNumber() {
        return 130;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(action).u8(0).u16(labelType);
        words.forEach(out::word);
    }
}
