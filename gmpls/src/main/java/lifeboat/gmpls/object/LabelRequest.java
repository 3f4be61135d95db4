package lifeboat.gmpls.object;

/**
 * LABEL_REQUEST for packets (RFC 3209, 4.2.1).
 *
 * @param payload the EtherType of what is carried
 */
public record LabelRequest(int payload) implements RsvpObject {

    static LabelRequest read(WireReader in) {
        in.skip(2);
        return new LabelRequest(in.u16());
    }

    @Override
    public int classNumber() {
        return 19;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.u16(0).u16(payload);
    }
}
