package lifeboat.gmpls.object;

import java.util.List;

/**
 * Traffic parameters of Ethernet (RFC 6003, 4).
 *
 * @param switchingGranularity 1 for all of a port, 2 for one VLAN or more
 * @param mtu bytes
 */
public record EthernetTraffic(int switchingGranularity, int mtu, List<Part> parts) implements TrafficParameters {

    /** 1 of the switching granularities: all of a port. */
    public static final int PORT = 1;

    static final int C_TYPE = 6;
    private static final int BANDWIDTH_PROFILE = 2;
    private static final int BANDWIDTH_PROFILE_LENGTH = 24;

    /** A part of them: a {@link BandwidthProfile}, or one that is not looked into. */
    public interface Part {

        void write(WireWriter out);
    }

    /**
     * How much is carried (RFC 6003, 4.1).
     *
     * @param profile flags
     * @param committed bytes per second
     * @param committedBurst bytes
     * @param excess bytes per second
     * @param excessBurst bytes
     */
    public record BandwidthProfile(int profile, int index, float committed, float committedBurst, float excess,
            float excessBurst) implements Part {

        @Override
        public void write(WireWriter out) {
            out.u16(BANDWIDTH_PROFILE).u16(BANDWIDTH_PROFILE_LENGTH).u8(profile).u8(index).u16(0).real(committed)
                    .real(committedBurst).real(excess).real(excessBurst);
        }
    }

    /** A part of another kind. */
    public record OtherPart(Tlv tlv) implements Part {

        @Override
        public void write(WireWriter out) {
            tlv.write(out);
        }
    }

    /** All of a port, at so many bits per second. */
    public static EthernetTraffic port(long bitsPerSecond, int mtu) {
        float bytes = (float) bitsPerSecond / Byte.SIZE;
        return new EthernetTraffic(PORT, mtu, List.of(new BandwidthProfile(0, 0, bytes, bytes, 0, 0)));
    }

    static EthernetTraffic read(WireReader in) {
        return new EthernetTraffic(in.u16(), in.u16(), in.all(EthernetTraffic::part));
    }

    private static Part part(WireReader in) {
        Tlv tlv = Tlv.read(in);
        if (tlv.type() != BANDWIDTH_PROFILE || tlv.value().length() != BANDWIDTH_PROFILE_LENGTH - Tlv.HEADER) {
            return new OtherPart(tlv);
        }
        WireReader value = new WireReader(tlv.value().toBytes());
        int profile = value.u8();
        int index = value.u8();
        value.skip(2);
        return new BandwidthProfile(profile, index, value.real(), value.real(), value.real(), value.real());
    }

    @Override
    public int cType() {
        return C_TYPE;
    }

    @Override
    public void write(WireWriter out) {
        out.u16(switchingGranularity).u16(mtu);
        parts.forEach(part -> part.write(out));
    }
}
