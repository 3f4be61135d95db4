package lifeboat.gmpls.object;

/** RECOVERY_LABEL (RFC 3473, 9.2): which label the restarted neighbour had given. */
public record RecoveryLabel(LabelValue label) implements Labelled {

    static RecoveryLabel read(int cType, WireReader in) {
        return new RecoveryLabel(LabelValue.read(cType, in));
    }

    @Override
    public int classNumber() {
        return 34;
    }
}
