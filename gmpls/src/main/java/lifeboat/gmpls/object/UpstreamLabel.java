package lifeboat.gmpls.object;

/** UPSTREAM_LABEL (RFC 3473, 3): the label of the way back, so that the LSP goes both ways. */
public record UpstreamLabel(LabelValue label) implements Labelled {

    static UpstreamLabel read(int cType, WireReader in) {
        return new UpstreamLabel(LabelValue.read(cType, in));
    }

    @Override
    public int classNumber() {
        return 35;
    }
}
