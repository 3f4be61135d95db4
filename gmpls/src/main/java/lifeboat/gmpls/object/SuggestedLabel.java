package lifeboat.gmpls.object;

/** SUGGESTED_LABEL (RFC 3473, 2.5): which label the sender of a Path would like. */
public record SuggestedLabel(LabelValue label) implements Labelled {

    static SuggestedLabel read(int cType, WireReader in) {
        return new SuggestedLabel(LabelValue.read(cType, in));
    }

    @Override
    public int classNumber() {
        return 129;
    }
}
