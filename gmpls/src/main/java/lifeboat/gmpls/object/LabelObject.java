package lifeboat.gmpls.object;

/** LABEL (RFC 3209, 4.1; RFC 3473, 2.3): by which label the sender of a Resv wants to be reached. */
public record LabelObject(LabelValue label) implements Labelled {

    static LabelObject read(int cType, WireReader in) {
        return new LabelObject(LabelValue.read(cType, in));
    }

    @Override
    public int classNumber() {
        return 16;
    }
}
