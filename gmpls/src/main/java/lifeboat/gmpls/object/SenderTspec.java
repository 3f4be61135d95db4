package lifeboat.gmpls.object;

/** SENDER_TSPEC (RFC 2205, A.12): how much the sender will carry. */
public record SenderTspec(TrafficParameters traffic) implements RsvpObject {

    static SenderTspec read(int cType, WireReader in) {
        return new SenderTspec(TrafficParameters.read(cType, in));
    }

    @Override
    public int classNumber() {
        return 12;
    }

    @Override
    public int cType() {
        return traffic.cType();
    }

    @Override
    public void write(WireWriter out) {
        traffic.write(out);
    }
}
