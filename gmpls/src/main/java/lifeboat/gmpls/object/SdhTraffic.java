package lifeboat.gmpls.object;

/**
 * Traffic parameters of SONET and SDH (RFC 4606, 2.1).
 *
 * @param signal the elementary signal, such as {@link #VC_4}
 * @param contiguousKind RCC: how elementary signals are contiguously concatenated
 * @param contiguous NCC: how many are
 * @param virtual NVC: how many are virtually concatenated
 * @param multiplier MT: how many of the resulting signals
 * @param profile the signal's own flags
 */
public record SdhTraffic(int signal, int contiguousKind, int contiguous, int virtual, int multiplier,
        int transparency, int profile) implements TrafficParameters {

    /** The VC-4, and with SONET the STS-3c SPE: 149.76 Mbit/s. */
    public static final int VC_4 = 6;

    static final int C_TYPE = 4;

    /** One signal of so many VC-4s: VC-4-7v for 1 Gbit/s, as in the paper. */
    public static SdhTraffic virtualVc4(int count) {
        return new SdhTraffic(VC_4, 0, 0, count, 1, 0, 0);
    }

    static SdhTraffic read(WireReader in) {
        return new SdhTraffic(in.u8(), in.u8(), in.u16(), in.u16(), in.u16(), in.word(), in.word());
    }

    @Override
    public int cType() {
        return C_TYPE;
    }

    @Override
    public void write(WireWriter out) {
        out.u8(signal).u8(contiguousKind).u16(contiguous).u16(virtual).u16(multiplier).word(transparency)
                .word(profile);
    }
}
