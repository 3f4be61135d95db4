package lifeboat.gmpls.object;

/** ADMIN_STATUS (RFC 3473, 7.1): what is being done with the LSP. */
public record AdminStatus(int bits) implements RsvpObject {

    /** Sent back by the other end. */
    public static final int REFLECT = 0x8000_0000;
    public static final int TESTING = 4;
    /** Its alarms are off. */
    public static final int DOWN = 2;
    /** It is about to be deleted. */
    public static final int DELETION = 1;

    public boolean has(int bit) {
        return (bits & bit) != 0;
    }

    static AdminStatus read(WireReader in) {
        return new AdminStatus(in.word());
    }

    @Override
    public int classNumber() {
        return 196;
    }

    @Override
    public int cType() {
        return 1;
    }

    @Override
    public void write(WireWriter out) {
        out.word(bits);
    }
}
