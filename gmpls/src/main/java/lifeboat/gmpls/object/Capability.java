package lifeboat.gmpls.object;

/** CAPABILITY (RFC 5063, 4.2): what a node can do about restarts. */
public record Capability(int flags) implements RsvpObject {

    /** It understands RecoveryPath messages as a summary. */
    public static final int RECOVERY_PATH_SUMMARY = 1;
    /** It wants to be sent RecoveryPath messages. */
    public static final int RECOVERY_PATH_DESIRED = 2;
    /** It can send them. */
    public static final int RECOVERY_PATH_TRANSMIT = 4;

    static Capability read(WireReader in) {
        return new Capability(in.word());
    }

    @Override
    public int classNumber() {
        return 134;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.word(flags);
    }
}
