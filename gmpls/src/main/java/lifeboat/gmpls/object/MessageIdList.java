package lifeboat.gmpls.object;

import java.util.List;

/**
 * MESSAGE_ID LIST (RFC 2961, 5.1): what is refreshed.
 *
 * @param epoch 24 bits
 */
public record MessageIdList(int flags, int epoch, List<Integer> ids) implements RsvpObject {

    static MessageIdList read(WireReader in) {
        int word = in.word();
        return new MessageIdList(word >>> MessageId.EPOCH_BITS, word & MessageId.EPOCH, in.all(WireReader::word));
    }

    @Override
    public int classNumber() {
        return 25;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(flags).u8(epoch >> Short.SIZE).u16(epoch & 0xffff);
        ids.forEach(out::word);
    }
}
