package lifeboat.gmpls.object;

/**
 * Generalized LABEL_REQUEST (RFC 3473, 2.1).
 *
 * @param encoding such as {@link #SDH}
 * @param switching such as {@link #TDM}
 * @param payload G-PID: what is carried
 */
public record GeneralizedLabelRequest(int encoding, int switching, int payload) implements RsvpObject {

    /** LSP encoding types (RFC 3471, 3.1.1). */
    public static final int ETHERNET = 2;
    public static final int SDH = 5;
    /** Switching types: Ethernet is layer-2 switching capable (RFC 6004: DCSC). */
    public static final int TDM = 100;
    public static final int DATA_CHANNEL = 125;
    /** Ethernet PHY, as what is carried. */
    public static final int ETHERNET_PAYLOAD = 33;

    static GeneralizedLabelRequest read(WireReader in) {
        return new GeneralizedLabelRequest(in.u8(), in.u8(), in.u16());
    }

    @Override
    public int classNumber() {
        return 19;
    }

    @Override
    public int cType() {
        return 4;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(encoding).u8(switching).u16(payload);
    }
}
