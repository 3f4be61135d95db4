package lifeboat.gmpls.object;

/**
 * MESSAGE_ID (RFC 2961, 4.1): what the message can be acknowledged and refreshed by.
 *
 * @param epoch 24 bits; changes when the sender restarts
 */
public record MessageId(int flags, int epoch, int id) implements RsvpObject {

    /** The sender wants to be told that it has arrived. */
    public static final int ACK_DESIRED = 1;

    static final int EPOCH_BITS = 24;
    static final int EPOCH = 0xff_ffff;

    static MessageId read(WireReader in) {
        int word = in.word();
        return new MessageId(word >>> EPOCH_BITS, word & EPOCH, in.word());
    }

    @Override
    public int classNumber() {
        return 23;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(flags).u8(epoch >> Short.SIZE).u16(epoch & 0xffff).word(id);
    }
}
