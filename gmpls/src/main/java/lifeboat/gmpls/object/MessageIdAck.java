package lifeboat.gmpls.object;

/**
 * MESSAGE_ID_ACK and MESSAGE_ID_NACK (RFC 2961, 4.2).
 *
 * @param known false if the message that was refreshed is not known
 * @param epoch 24 bits
 */
public record MessageIdAck(boolean known, int flags, int epoch, int id) implements RsvpObject {

    private static final int ACK = 1;
    private static final int NACK = 2;

    static MessageIdAck read(int cType, WireReader in) {
        MessageId id = MessageId.read(in);
        return new MessageIdAck(cType == ACK, id.flags(), id.epoch(), id.id());
    }

    @Override
    public int classNumber() {
        return 24;
    }

    @Override
    public int cType() {
        return known ? ACK : NACK;
    }

    @Override
    public void write(WireWriter out) {
        new MessageId(flags, epoch, id).write(out);
    }
}
